/** How long a user waits for the first measured operation. */
import { fileURLToPath } from "node:url";
import { LakebenchError } from "../engine/errors.ts";
import { RunResult } from "../engine/result.ts";
import { cleanEnvironment } from "./engine_process.ts";
import type { StartOutcome } from "./outcome.ts";
import { runTimed } from "./timed_command.ts";

const ROWS = 100_000;
const ARGUMENTS = [
  "task",
  "bench",
  "--rows",
  String(ROWS),
  "--threads",
  "20",
  "--warmup",
  "0",
  "--duration",
  "1",
  "--json",
];
const ROOT = fileURLToPath(import.meta.resolve("../"));

/**
 * Runs the real command `count` times, after once that isn't counted: from nothing to a new embedded
 * server, its table loaded, 20 connections open and the level's clock started.
 */
export async function measureStarts(
  count: number,
  signal: AbortSignal,
  onStart: (seconds: number) => void,
): Promise<StartOutcome> {
  await startOnce(signal);
  const seconds: number[] = [];
  for (let i = 0; i < count; i++) {
    const took = await startOnce(signal);
    seconds.push(took);
    onStart(took);
  }
  return { command: `deno ${ARGUMENTS.join(" ")}`, seconds };
}

/** Seconds from the command to the start of the level's clock, which is when its first operation is sent. */
async function startOnce(signal: AbortSignal): Promise<number> {
  const startedMs = Date.now();
  const { output } = await runTimed({
    command: Deno.execPath(),
    args: ARGUMENTS,
    directory: ROOT,
    env: cleanEnvironment(),
    signal,
  });
  const [level] = RunResult.parse(JSON.parse(output)).levels;
  if (level === undefined) {
    throw new LakebenchError("run_failed", "deno task bench measured no level");
  }
  return (Date.parse(level.timestamp) - startedMs) / 1000;
}
