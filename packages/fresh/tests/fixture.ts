/** The fixture as a project of its own: a folder with a deno.json that links this package. */
import { fileURLToPath } from "node:url";
import { dirname, join, relative } from "node:path";
import { walk } from "../src/dev/scan.ts";

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
const FIXTURE = join(PACKAGE, "tests", "fixture");

/** Copies the fixture into a temporary folder, which disposing removes. */
export async function fixtureProject(): Promise<
  { root: string } & AsyncDisposable
> {
  const root = await Deno.makeTempDir({ prefix: "fresh-fixture-" });
  for (const path of await walk(FIXTURE)) {
    const target = join(root, relative(FIXTURE, path));
    await Deno.mkdir(dirname(target), { recursive: true });
    await Deno.copyFile(path, target);
  }
  const { imports } = JSON.parse(
    await Deno.readTextFile(join(PACKAGE, "deno.json")),
  );
  const config = {
    links: [PACKAGE],
    unstable: ["bundle"],
    nodeModulesDir: "none",
    lock: false,
    imports: {
      fresh: "jsr:@fresh/core@^2.3.3",
      preact: imports.preact,
      "@preact/signals": imports["@preact/signals"],
    },
    compilerOptions: { jsx: "react-jsx", jsxImportSource: "preact" },
  };
  await Deno.writeTextFile(join(root, "deno.json"), JSON.stringify(config));
  return {
    root,
    [Symbol.asyncDispose]: () => Deno.remove(root, { recursive: true }),
  };
}

/** A server in a process of its own. */
export interface ServerProcess extends AsyncDisposable {
  /** Without a trailing slash. */
  readonly origin: string;
  readonly port: number;
}

/** Runs `deno` in a project and waits for it to end. */
export async function runDeno(root: string, args: string[]): Promise<void> {
  const { success, stderr } = await command(root, args, {}).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

/** Runs a server with `deno` and waits until it says where it listens. */
export async function startDeno(
  root: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<ServerProcess> {
  const child = command(root, args, env).spawn();
  const said: string[] = [];
  const found = Promise.withResolvers<string>();
  const read = async (stream: ReadableStream<Uint8Array>) => {
    for await (
      const text of stream.pipeThrough(new TextDecoderStream() as never)
    ) {
      said.push(String(text));
      const origin = /http:\/\/[\w.]+:\d+/.exec(said.join(""))?.[0];
      if (origin !== undefined) found.resolve(origin);
    }
  };
  const reading = Promise.all([read(child.stdout), read(child.stderr)]);
  reading.then(() => found.reject(new Error(`The server ended:\n${said.join("")}`)));
  const origin = await found.promise;
  return {
    origin,
    port: Number(new URL(origin).port),
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await child.status;
      await reading;
    },
  };
}

function command(
  root: string,
  args: string[],
  env: Record<string, string>,
): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args,
    cwd: root,
    env: { ...env, NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  });
}
