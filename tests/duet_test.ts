/** Two targets measured in turn, as a user asks for it. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { comparisonExitCode } from "../cli/render_comparison.ts";
import { compareRuns } from "../engine/compare/compare_runs.ts";
import type { RunComparison } from "../engine/compare/run_comparison.ts";
import { parseResult } from "../engine/report/json.ts";
import type { RunResult } from "../engine/result.ts";
import { testWithServer } from "../engine/wire/testing.ts";
import { bench, BenchProcess } from "./bench_process.ts";

/** A script that waits as long as the database it is run in says. */
const WAIT = "SELECT pg_sleep(current_setting('duet.delay')::float);";

function believed(run: RunResult): RunResult {
  const verdict = { status: "valid" as const, reasons: [] };
  return { ...run, levels: run.levels.map((level) => ({ ...level, verdict })) };
}

testWithServer("bench duet tells two databases of one server apart", async (t, server) => {
  const directory = await Deno.makeTempDir();
  const script = join(directory, "wait.sql");
  await Deno.writeTextFile(script, WAIT);
  const { host, port } = server.settings;
  // Passwords go by the environment: what stands in a URL is warned of.
  const env = { PGUSER: "postgres", PGPASSWORD: server.settings.password ?? "" };
  const url = (database: string) => `postgres://${host}:${port}/${database}`;
  for (const [database, delay] of [["swift", "0.002"], ["slow", "0.008"]]) {
    await server.admin(`CREATE DATABASE ${database}`);
    await server.admin(`ALTER DATABASE ${database} SET duet.delay = '${delay}'`);
  }
  const duet = (first: string, second: string, ...args: string[]) => [
    ...["duet", "--target", url(first), "--target", url(second), "-f", script],
    ...["--threads", "2", "--warmup", "0", "--seed", "5", ...args],
  ];

  try {
    await t.step("a slower one is found, pair by pair, and fails a gate", async () => {
      const out = join(directory, "out");
      const { code, stdout, stderr } = await bench(
        duet("swift", "slow", ...["--repeat", "6", "--metric", "throughput_ops_sec"])
          .concat("--duration", "1", "--fail-on", "slower", "--format", "json", "--out", out),
        env,
      );
      const comparison: RunComparison = JSON.parse(stdout);
      assert.equal(comparison.design, "paired");
      assert.equal(code, comparisonExitCode(comparison, true), stderr);
      assert.deepEqual(comparison.differences.map(({ name }) => name), ["database"]);

      const sideOf = async (letter: string) =>
        parseResult(await Deno.readTextFile(join(out, letter, "results.json")));
      const [a, b] = [await sideOf("a"), await sideOf("b")];
      assert.deepEqual([a.levels.length, b.levels.length], [6, 6]);
      assert.equal(a.configuration.seed, b.configuration.seed);
      // Also where the machine is too busy for a verdict, the difference is in the numbers.
      const metrics = ["throughput_ops_sec"] as const;
      const { comparisons } = compareRuns([believed(a)], [believed(b)], {
        design: "paired",
        metrics,
      });
      assert.deepEqual(
        comparisons.map(({ verdict, p_value }) => [verdict, p_value]),
        [["slower", 2 / 2 ** 6]],
      );
      // Either side went first in three pairs, and no pair was torn apart.
      const startOf = (run: typeof a, pair: number) =>
        Date.parse(run.levels[pair]?.timestamp ?? "");
      const first = a.levels.map((_, pair) => startOf(a, pair) < startOf(b, pair));
      assert.equal(first.filter((isFirst) => isFirst).length, 3);
      for (let pair = 1; pair < 6; pair++) {
        const ended = Math.max(startOf(a, pair - 1), startOf(b, pair - 1));
        assert.ok(Math.min(startOf(a, pair), startOf(b, pair)) > ended);
      }
      assert.match(stderr, /^b {2}Run \d+ of 12: 2 threads, run 1\/6/m);
      assert.ok((await Deno.readTextFile(join(out, "comparison.md"))).includes("Wilcoxon"));
    });

    await t.step(
      "the same one twice, too few pairs: undecided, and how many it takes",
      async () => {
        const { code, stdout, stderr } = await bench(
          duet("swift", "swift", "--duration", "1", "--repeat", "1", "--format", "json"),
          env,
        );
        const comparison: RunComparison = JSON.parse(stdout);
        assert.equal(code, comparisonExitCode(comparison, false), stderr);
        assert.deepEqual(comparison.differences, []);
        for (const { verdict, reason } of comparison.comparisons) {
          assert.deepEqual([verdict, reason], ["undecided", "too few pairs (1): needs at least 6"]);
        }
      },
    );

    await t.step("one that refuses ends both, and is named", async () => {
      const { code, stderr } = await bench(duet("swift", "absent"), env);
      assert.equal(code, 3);
      assert.match(stderr, /database "absent" does not exist/);
      assert.match(stderr, /The duet was not completed: 0 of 16 runs measured/);
    });

    await t.step("SIGINT ends both in order", async () => {
      const out = join(directory, "stopped");
      const process = new BenchProcess(
        duet("swift", "slow", "--duration", "60", "--out", out),
        env,
      );
      await process.saw(/^[ab] {2}2 threads, run 1\/8 +2\/60 s/m);
      process.signal("SIGINT");
      const { code, stderr } = await process.finished();
      assert.equal(code, 130, stderr);
      assert.match(stderr, /The duet was not completed: 1 of 16 runs measured/);
      const results = await Promise.all(
        ["a", "b"].map((side) => Deno.readTextFile(join(out, side, "results.json"))),
      );
      assert.deepEqual(results.map((text) => parseResult(text).status), ["cancelled", "cancelled"]);
    });
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
