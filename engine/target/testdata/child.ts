/** Runs `hold_server.ts` in a process of its own, as this user or as another. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { canReach, type ServerUser } from "../server_user.ts";
import type { ConnectionSettings } from "../target.ts";

const HERE = dirname(fileURLToPath(import.meta.url));
const PROJECT = join(HERE, "..", "..", "..");

/** What the child says about its server. */
export interface HeldServer {
  readonly pid: number;
  readonly dataDirectory: string;
  readonly settings: ConnectionSettings;
  /** The child's own user. */
  readonly uid: number | null;
}

export interface Child {
  readonly process: Deno.ChildProcess;
  readonly server: HeldServer;
  /** The next line that the child prints, parsed. */
  nextLine(): Promise<unknown>;
  /** Waits for its end and lets go of its output. */
  ended(): Promise<Deno.CommandStatus>;
}

export interface ChildOptions {
  /** The child's TMPDIR, HOME, DENO_DIR and XDG_DATA_HOME. */
  directory: string;
  keep?: boolean;
  user?: ServerUser;
}

/** Starts the child, in a process group of its own, and waits until its server runs. */
export async function holdServer({ directory, keep, user }: ChildOptions): Promise<Child> {
  const { deno, project } = await reachableProgram(directory, user);
  const process = new Deno.Command(deno, {
    args: [
      "run",
      "--no-prompt",
      "--allow-read",
      "--allow-write",
      "--allow-net=127.0.0.1",
      "--allow-run",
      "--allow-sys=uid,gid,systemMemoryInfo,statfs",
      "--allow-env=TMPDIR,XDG_DATA_HOME,HOME",
      join(project, "engine", "target", "testdata", "hold_server.ts"),
      ...(keep === true ? ["keep"] : []),
    ],
    ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }),
    cwd: project,
    env: {
      TMPDIR: directory,
      HOME: directory,
      DENO_DIR: join(directory, "deno"),
      XDG_DATA_HOME: directory,
    },
    detached: true,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const errors = new Response(process.stderr).text();
  const nextLine = lineReader(process.stdout);
  const first = await nextLine();
  if (first === undefined) throw new Error(`the child ended early: ${await errors}`);
  const ended = async () => {
    const status = await process.status;
    await errors;
    while (await nextLine() !== undefined);
    return status;
  };
  return { process, server: first as HeldServer, nextLine, ended };
}

/** Deno and the project where `user` can read them: copies when they lie below a closed folder. */
async function reachableProgram(
  directory: string,
  user: ServerUser | undefined,
): Promise<{ deno: string; project: string }> {
  let deno = Deno.execPath();
  if (!await canReach(deno, user)) {
    const copy = join(directory, "deno-executable");
    await Deno.copyFile(deno, copy);
    await Deno.chmod(copy, 0o755);
    deno = copy;
  }
  if (await canReach(HERE, user)) return { deno, project: PROJECT };
  const project = join(directory, "project");
  await Deno.mkdir(project);
  const needed = ["deno.json", "deno.lock", "engine", "node_modules"];
  const { success } = await new Deno.Command("cp", {
    args: ["-R", ...needed.map((name) => join(PROJECT, name)), project],
  }).output();
  if (!success) throw new Error("the project couldn't be copied for the other user");
  await new Deno.Command("chmod", { args: ["-R", "a+rX", project] }).output();
  return { deno, project };
}

/** Reads a stream line by line, each parsed as JSON; undefined at its end. */
function lineReader(stream: ReadableStream<Uint8Array<ArrayBuffer>>): () => Promise<unknown> {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return async () => {
    for (;;) {
      const end = text.indexOf("\n");
      if (end >= 0) {
        const line = text.slice(0, end);
        text = text.slice(end + 1);
        return JSON.parse(line);
      }
      const { value, done } = await reader.read();
      if (done) return undefined;
      text += value;
    }
  };
}
