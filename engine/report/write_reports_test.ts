import assert from "node:assert/strict";
import { basename, join } from "node:path";
import type { RunConfigInput } from "../config.ts";
import { LakebenchError } from "../errors.ts";
import { csvReport } from "./csv.ts";
import { parseResult } from "./json.ts";
import { junitReport } from "./junit.ts";
import { markdownReport } from "./markdown.ts";
import { randomResult } from "./random_result.ts";
import { prepareDirectory, REPORT_FORMATS, writeReports } from "./write_reports.ts";

const context = { script: "SELECT 1;", ddl: "CREATE TABLE t ();" };

/** Runs `use` with a directory that is removed afterwards. */
async function inDirectory(use: (directory: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    await use(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("writeReports() writes each report under its name", () =>
  inDirectory(async (directory) => {
    const result = randomResult();
    const paths = await writeReports(directory, REPORT_FORMATS, result, context);
    assert.deepEqual(paths, [
      join(directory, "results.json"),
      join(directory, "lakebase_100k_benchmark_20261123_061803.csv"),
      join(directory, "benchmark_report_20261123_061803.md"),
      join(directory, "junit.xml"),
    ]);
    const [json = "", csv = "", md = "", junit = ""] = await Promise.all(
      paths.map((path) => Deno.readTextFile(path)),
    );
    assert.deepEqual(parseResult(json), result);
    assert.equal(csv, csvReport(result));
    assert.equal(md, markdownReport(result, context));
    assert.equal(junit, junitReport(result));
  }));

Deno.test("writeReports() numbers a name that is taken and leaves the file there as it is", () =>
  inDirectory(async (directory) => {
    await Deno.writeTextFile(join(directory, "results.json"), "mine");
    const result = randomResult();
    for (const number of [2, 3]) {
      assert.deepEqual(await writeReports(directory, ["json"], result, context), [
        join(directory, `results-${number}.json`),
      ]);
    }
    assert.equal(await Deno.readTextFile(join(directory, "results.json")), "mine");
  }));

Deno.test("writeReports() does not write through a link that points to no file", () =>
  inDirectory(async (directory) => {
    const elsewhere = join(directory, "elsewhere");
    await Deno.symlink(elsewhere, join(directory, "results.json"));
    const paths = await writeReports(directory, ["json"], randomResult(), context);
    assert.deepEqual(paths, [join(directory, "results-2.json")]);
    await assert.rejects(Deno.stat(elsewhere), Deno.errors.NotFound);
  }));

Deno.test("writeReports() told the same name by many at once gives each its own file", () =>
  inDirectory(async (directory) => {
    const runs = Array.from({ length: 8 }, () => randomResult());
    await Promise.all(runs.map((result) => writeReports(directory, ["json"], result, context)));
    const ids = [];
    for await (const entry of Deno.readDir(directory)) {
      ids.push(parseResult(await Deno.readTextFile(join(directory, entry.name))).id);
    }
    assert.deepEqual(ids.sort(), runs.map(({ id }) => id).sort());
  }));

Deno.test("writeReports() names the file that can't be written", () =>
  inDirectory(async (directory) => {
    const missing = join(directory, "missing");
    await assert.rejects(writeReports(missing, ["json"], randomResult(), context), (error) => {
      assert(error instanceof LakebenchError);
      assert.equal(error.code, "run_failed");
      assert(error.message.startsWith(`Can't write ${join(missing, "results.json")}: `));
      return true;
    });
  }));

Deno.test("prepareDirectory() makes the directory and leaves it empty", () =>
  inDirectory(async (directory) => {
    const deep = join(directory, "a", "b");
    await prepareDirectory(deep);
    await prepareDirectory(deep);
    assert.deepEqual(await Array.fromAsync(Deno.readDir(deep)), []);
  }));

Deno.test("prepareDirectory() refuses a path that is a file", () =>
  inDirectory(async (directory) => {
    const file = join(directory, "file");
    await Deno.writeTextFile(file, "");
    await assert.rejects(prepareDirectory(file), (error) => {
      assert(error instanceof LakebenchError);
      assert.equal(error.code, "config_invalid");
      assert.equal(error.message, `Can't write ${file}: it is not a directory`);
      return true;
    });
  }));

Deno.test("writeReports() names the CSV after what was run", () =>
  inDirectory(async (directory) => {
    const script = (name: string) => ({ name, text: "SELECT 1;", weight: 1 });
    const custom = { workload: "custom" } as const;
    const cases: [RunConfigInput, string][] = [
      [{ workload: "read-write", table_rows: 2_000_000 }, "lakebase_2000k"],
      [{ workload: "tpcb-like" }, "tpcb-like"],
      [{ ...custom, scripts: [script("transfer.sql")] }, "transfer"],
      [{ ...custom, scripts: [script("../of bob's.sql")] }, "_of_bob_s"],
      [{ ...custom, scripts: [script(".sql")] }, "custom"],
      [{ ...custom, scripts: [script("a.sql"), script("b.sql")] }, "custom"],
    ];
    for (const [configuration, subject] of cases) {
      const result = randomResult({ configuration });
      const [path = ""] = await writeReports(directory, ["csv"], result, context);
      assert.equal(
        basename(path).replace(/(-\d)?\.csv$/, ""),
        `${subject}_benchmark_20261123_061803`,
      );
    }
  }));
