/** Running a command to its end, with its wall time and the CPU it used. */
import { LakebenchError } from "../engine/errors.ts";

/**
 * The shell's `times` tells what getrusage(RUSAGE_CHILDREN) does, to 10 ms in dash. The command
 * runs beside the shell so that a signal reaches it: a shell that waits in the foreground would die
 * alone.
 */
const SCRIPT = `
trap 'kill "$!" 2>/dev/null; wait; exit 143' INT TERM
exec 3<&0
"$@" <&3 3<&- &
wait "$!"
code=$?
times >&2
exit "$code"`;

export interface TimedCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** Where to run it. Default: here. */
  readonly directory?: string;
  /** The whole environment of the command. Secrets go here or to `input`, never to `args`. */
  readonly env: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly signal: AbortSignal;
}

export interface TimedResult {
  readonly output: string;
  readonly wallSec: number;
  /** User and system time of the command and what it started and waited for. */
  readonly cpuSec: number;
}

/**
 * Runs a command. Needs a POSIX shell.
 *
 * @throws LakebenchError `run_failed` with the end of what it said, when it fails; the abort reason
 * when aborted
 */
export async function runTimed(timed: TimedCommand): Promise<TimedResult> {
  const { command, args, directory, env, input = "", signal } = timed;
  const started = performance.now();
  const process = new Deno.Command("sh", {
    args: ["-c", SCRIPT, "sh", command, ...args],
    clearEnv: true,
    env: { ...env, LC_ALL: "C" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    signal,
    ...(directory !== undefined && { cwd: directory }),
  }).spawn();
  const [, finished] = await Promise.all([send(process.stdin, input), process.output()]);
  const wallSec = (performance.now() - started) / 1000;
  signal.throwIfAborted();
  const decoder = new TextDecoder();
  const { said, cpuSec } = parseTimes(decoder.decode(finished.stderr));
  if (!finished.success) {
    const lastWords = said.trim().split("\n").slice(-5).join("\n");
    throw new LakebenchError("run_failed", `${command} failed (${finished.code}): ${lastWords}`);
  }
  return { output: decoder.decode(finished.stdout), wallSec, cpuSec };
}

async function send(stdin: WritableStream<Uint8Array>, text: string): Promise<void> {
  try {
    await new Response(text).body?.pipeTo(stdin);
  } catch (error) {
    // A command that ends before it reads its input tells why by its exit code.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

/** Splits what a command said from the two lines of `times` after it: the shell's and the command's. */
export function parseTimes(stderr: string): { said: string; cpuSec: number } {
  const lines = stderr.trimEnd().split("\n");
  const match = /^(\d+)m([\d.]+)s (\d+)m([\d.]+)s$/.exec(lines.at(-1) ?? "");
  if (match === null) return { said: stderr, cpuSec: NaN };
  const [userMin, userSec, systemMin, systemSec] = match.slice(1).map(Number);
  return {
    said: lines.slice(0, -2).join("\n"),
    cpuSec: 60 * ((userMin ?? NaN) + (systemMin ?? NaN)) + (userSec ?? NaN) + (systemSec ?? NaN),
  };
}
