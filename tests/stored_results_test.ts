/** `bench query` and `bench compare`, as a user types them, on what a real run left. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { bench } from "./bench_process.ts";

Deno.test("bench query and compare read what bench --out wrote", async () => {
  const out = await Deno.makeTempDir();
  try {
    // Sleeping takes no CPU: the runs are not invalid on a machine that is busy with other things.
    const script = join(out, "sleep.sql");
    await Deno.writeTextFile(script, "SELECT pg_sleep(0.1);");
    const load = ["-f", script, "--threads", "1,2", "--duration", "2", "--warmup", "0"];
    const reports = ["--out", out, "--format", "json,junit"];
    for (const seed of ["1", "2"]) {
      const run = await bench([
        ...[...load, ...reports, "--seed", seed],
        ...["--threshold", "error_count==0", "--threshold", "throughput_ops_sec>0@2"],
      ]);
      assert.equal(run.code, 0, run.stderr);
      assert.match(run.stdout, /^ +2 {2}throughput_ops_sec +> 0 .* ✓ holds$/m);
    }
    const junit = await Deno.readTextFile(join(out, "junit.xml"));
    assert.match(junit, / tests="4" failures="0" errors="0" /);
    const [first, second] = [join(out, "results.json"), join(out, "results-2.json")];

    const window = ["--from", "1", "--to", "2", "--percentiles", "50,99.99", "--level", "2"];
    const query = await bench(["query", first, ...window]);
    assert.equal(query.code, 0, query.stderr);
    assert.match(query.stdout, /^threads .* p50 +p99\.99 +max +errors\n +2 [^\n]+\n$/m);
    const beyond = await bench(["query", first, "--to", "40"]);
    assert.equal(beyond.code, 2);
    assert.match(beyond.stderr, /which has the seconds from 0 to 2\.$/m);

    const compare = await bench(["compare", first, second, "--fail-on", "slower"]);
    assert.equal(compare.code, 0, compare.stderr);
    assert.match(compare.stdout, /^Configuration, server, generator and versions are the same\.$/m);
    assert.match(compare.stdout, /too few repetitions \(1 and 1\)/);
    const twice = await bench(["compare", join(out, "results*.json"), second, "--format", "json"]);
    assert.deepEqual(
      JSON.parse(twice.stdout).comparisons.map(({ baseline }: { baseline: { count: number } }) =>
        baseline.count
      ),
      [2, 2, 2, 2],
    );
  } finally {
    await Deno.remove(out, { recursive: true });
  }
});
