/** A server that outlived the process that started it. */
import { join } from "node:path";
import { ifPresent } from "../if_present.ts";

/** Milliseconds a server gets to end before it is killed. Its own limit for its backends is 5 s. */
const PATIENCE_MS = 10_000;
const POLL_MS = 20;

/**
 * Stops the server that runs on `dataDirectory`, if one does. Its `postmaster.pid` names it; a
 * process of that id which doesn't run there is another one and isn't touched.
 *
 * @returns whether there was one
 */
export async function stopServerOf(dataDirectory: string): Promise<boolean> {
  const pid = await readPid(dataDirectory);
  if (pid === undefined || !await runsIn(pid, dataDirectory)) return false;
  for (const signal of ["SIGQUIT", "SIGKILL"] as const) {
    try {
      Deno.kill(pid, signal);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return true;
      throw error;
    }
    const deadline = performance.now() + PATIENCE_MS;
    while (performance.now() < deadline) {
      if (!await runsIn(pid, dataDirectory)) return true;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
  throw new Error(`its server, process ${pid}, doesn't end`);
}

/** Whether a server runs on `dataDirectory`. */
export async function isServed(dataDirectory: string): Promise<boolean> {
  const pid = await readPid(dataDirectory);
  return pid !== undefined && await runsIn(pid, dataDirectory);
}

async function readPid(dataDirectory: string): Promise<number | undefined> {
  const text = await ifPresent(Deno.readTextFile(join(dataDirectory, "postmaster.pid")));
  const pid = Number(text?.split("\n")[0]);
  return Number.isInteger(pid) && pid > 1 ? pid : undefined;
}

/**
 * Whether process `pid` is a server on `dataDirectory`. PostgreSQL works in that folder and has it
 * on its command line. Other programs are asked, since Deno gives `/proc` to no named permission.
 */
async function runsIn(pid: number, dataDirectory: string): Promise<boolean> {
  if (Deno.build.os === "windows") return false;
  const linux = Deno.build.os === "linux";
  const command = linux
    ? new Deno.Command("readlink", { args: [`/proc/${pid}/cwd`] })
    : new Deno.Command("ps", { args: ["-o", "command=", "-p", String(pid)] });
  const { stdout } = await command.output();
  const answer = new TextDecoder().decode(stdout).trim();
  return linux ? answer === dataDirectory : answer.includes(`-D ${dataDirectory}`);
}
