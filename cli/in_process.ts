/** A command line for tests: `main()` in this process, with an engine played by the test. */
import { type ErrorCode, LakebenchError } from "../engine/errors.ts";
import { randomResult } from "../engine/report/random_result.ts";
import type { RunResult } from "../engine/result.ts";
import type { Target } from "../engine/target/target.ts";
import { fakeSignals } from "./fake_signals.ts";
import { main } from "./main.ts";
import { recordedOutput } from "./recorded_output.ts";
import type { Engine, Surroundings } from "./run_command.ts";

/** A command line in a process whose engine is played by the test. */
export function inProcess(
  engine: Partial<Engine> = {},
  env: Record<string, string> = {},
  openRecorder?: Surroundings["openRecorder"],
) {
  const stdout = recordedOutput();
  const stderr = recordedOutput();
  const signals = fakeSignals();
  const exits: number[] = [];
  const closed = { times: 0 };
  const clock = { ms: 0 };
  const target: Target = {
    kind: "embedded",
    description: "a target of a test",
    connection: () => Promise.reject(new Error("no test connects")),
    close: () => {
      closed.times++;
      return Promise.resolve();
    },
  };
  const around: Surroundings = {
    engine: {
      checkWorkload: () => {},
      resolveTarget: () => Promise.resolve(target),
      runBenchmark: () => Promise.resolve(randomResult()),
      runDuet: () => Promise.resolve({ baseline: randomResult(), candidate: randomResult() }),
      reportContext: () => ({ script: "SELECT 1;", ddl: "CREATE TABLE t ();" }),
      ...engine,
    },
    stdout,
    stderr,
    env: (name) => env[name],
    exit: (code) => exits.push(code),
    now: () => clock.ms,
    cores: 2,
    signals,
    ...(openRecorder !== undefined && { openRecorder }),
  };
  return {
    run: (...args: string[]) => main(args, around),
    stdout,
    stderr,
    signals,
    exits,
    closed,
    clock,
    target,
  };
}

/** An engine whose run comes to `result`. */
export function resulting(result: RunResult): Partial<Engine> {
  return {
    runBenchmark: (_plan, _target, { onFailure }) => {
      if (result.error !== null) {
        const { code, message, sqlstate, hint } = result.error;
        onFailure?.(new LakebenchError(code as ErrorCode, message, { sqlstate, hint }));
      }
      return Promise.resolve(result);
    },
  };
}

/** Runs `use` with a directory that is removed afterwards. */
export async function inDirectory(use: (directory: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    await use(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}
