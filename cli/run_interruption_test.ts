/** `deno task bench` that is told to stop, or breaks: signals and stray errors. */
import assert from "node:assert/strict";
import { randomLevel, randomResult } from "../engine/report/random_result.ts";
import type { RunResult } from "../engine/result.ts";
import { inProcess } from "./in_process.ts";
import type { Engine } from "./run_command.ts";

/** A run that goes on until its signal aborts, and has measured one level by then. */
const untilCancelled: Engine["runBenchmark"] = (_plan, _target, { signal }) =>
  new Promise((resolve) =>
    signal.addEventListener(
      "abort",
      () => resolve(randomResult({ status: "cancelled", levels: [randomLevel()] })),
    )
  );

/** A run that has started and ends only when the test says. */
function stuckRun() {
  const started = Promise.withResolvers<void>();
  const stuck = Promise.withResolvers<RunResult>();
  const runBenchmark = () => {
    started.resolve();
    return stuck.promise;
  };
  return { started, stuck, runBenchmark };
}

/** The code that the process is ended with, and how often its target was closed by then. */
function exitOf(process: ReturnType<typeof inProcess>): Promise<{ code: number; closed: number }> {
  const exited = Promise.withResolvers<{ code: number; closed: number }>();
  process.exits.push = (code) => {
    exited.resolve({ code, closed: process.closed.times });
    return 0;
  };
  return exited.promise;
}

Deno.test("SIGINT prints what was measured and exits 130; SIGTERM 143", async () => {
  for (const [name, code] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
    const process = inProcess({
      runBenchmark: (plan, target, options) => {
        queueMicrotask(() => process.signals.send(name));
        return untilCancelled(plan, target, options);
      },
    });
    assert.equal(await process.run(), code);
    assert.match(process.stdout.text(), /\(cancelled, 1 of 3 levels measured\)/);
    assert.equal(process.closed.times, 1);
    assert.deepEqual(process.exits, []);
  }
});

Deno.test("SIGINT while the target starts exits 130 and says that nothing ran", async () => {
  const process = inProcess({
    resolveTarget: ({ signal }) =>
      new Promise((_, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason));
        process.signals.send("SIGINT");
      }),
  });
  assert.equal(await process.run(), 130);
  assert.equal(process.stderr.text(), "Interrupted before the run began.\n");
});

Deno.test("a second signal ends the process once the target is closed, without the run", async () => {
  const { started, stuck, runBenchmark } = stuckRun();
  const process = inProcess({ runBenchmark });
  const exit = exitOf(process);
  const run = process.run();
  await started.promise;
  process.signals.send("SIGINT");
  process.clock.ms = 1000;
  process.signals.send("SIGTERM");
  assert.deepEqual(await exit, { code: 143, closed: 1 });
  stuck.resolve(randomResult());
  await run;
});

Deno.test("a third signal doesn't wait for a target that doesn't close", async () => {
  const { started, stuck, runBenchmark } = stuckRun();
  const process = inProcess({ runBenchmark });
  const closing = Promise.withResolvers<void>();
  process.target.close = () => closing.promise;
  const run = process.run();
  await started.promise;
  for (let i = 0; i < 3; i++) {
    process.clock.ms = i * 1000;
    process.signals.send("SIGINT");
  }
  assert.deepEqual(process.exits, [130]);
  stuck.resolve(randomResult());
  closing.resolve();
  await run;
});

Deno.test("Ctrl-C that comes twice at once ends the run in order", async () => {
  const process = inProcess({
    runBenchmark: (plan, target, options) => {
      queueMicrotask(() => {
        process.signals.send("SIGINT");
        process.signals.send("SIGINT");
      });
      return untilCancelled(plan, target, options);
    },
  });
  assert.equal(await process.run(), 130);
  assert.match(process.stdout.text(), /\(cancelled, 1 of 3 levels measured\)/);
  assert.deepEqual(process.exits, []);
});

Deno.test("insistence while the target starts waits until the start has cleaned up", async () => {
  const begun = Promise.withResolvers<void>();
  const cleanedUp = Promise.withResolvers<void>();
  const process = inProcess({
    resolveTarget: async ({ signal }) => {
      begun.resolve();
      await cleanedUp.promise;
      signal?.throwIfAborted();
      return process.target;
    },
  });
  const exit = exitOf(process);
  const run = process.run();
  await begun.promise;
  process.signals.send("SIGINT");
  process.clock.ms = 1000;
  process.signals.send("SIGINT");
  const early = await Promise.race([exit, new Promise((soon) => setTimeout(soon, 0))]);
  assert.equal(early, undefined);
  cleanedUp.resolve();
  assert.equal((await exit).code, 130);
  assert.equal(await run, 130);
  assert.equal(process.stderr.text(), "Interrupted before the run began.\n");
});

Deno.test("a stray error while the target starts breaks the start off, and is told alone", async () => {
  const process = inProcess({
    resolveTarget: ({ signal }) => {
      Promise.reject(new Error("lost"));
      return new Promise((_, reject) =>
        signal?.addEventListener("abort", () => reject(signal.reason))
      );
    },
  });
  assert.equal(await process.run(), 1);
  assert.equal(process.stderr.text().match(/^Error: /gm)?.length, 1, process.stderr.text());
});

Deno.test("an error that nobody awaited is told, and ends the process once the target is closed", async () => {
  const stuck = Promise.withResolvers<RunResult>();
  const process = inProcess({
    runBenchmark: () => {
      Promise.reject(new Error("lost"));
      return stuck.promise;
    },
  });
  const exit = exitOf(process);
  const run = process.run();
  assert.deepEqual(await exit, { code: 1, closed: 1 });
  assert.match(process.stderr.text(), /^Error: Unexpected: lost\n/);
  stuck.resolve(randomResult());
  await run;
});

Deno.test("a signal that comes when the run is completed doesn't change its exit code", async () => {
  const process = inProcess({
    runBenchmark: () => {
      process.signals.send("SIGINT");
      return Promise.resolve(randomResult());
    },
  });
  assert.equal(await process.run(), 0);
});
