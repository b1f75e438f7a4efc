/** The same scripts through pgbench and through this, on one server: they must leave the same rows. */
import assert from "node:assert/strict";
import { findPgbench, machineTree } from "../bench/find_pgbench.ts";
import { parseConfig, type RunConfigInput } from "../engine/config.ts";
import { type TestDatabase, withServer } from "../engine/load/test_database.ts";
import { plan } from "../engine/plan.ts";
import type { LevelResult } from "../engine/result.ts";
import { runBenchmark } from "../engine/run.ts";
import type { ConnectionSettings } from "../engine/target/target.ts";
import { bench } from "./bench_process.ts";

const onDatabase = withServer();
const pgbench = findPgbench(Deno.env.get("PATH") ?? "", machineTree);
const SEED = 20_261;

/** Scripts that fill a table `seen`, whose first column counts the rows. */
interface Case {
  readonly name: string;
  readonly setup: string;
  readonly scripts: NonNullable<RunConfigInput["scripts"]>;
  readonly variables?: Record<string, string>;
  readonly protocols?: readonly ("prepared" | "simple")[];
  readonly maxTries?: number;
}

const CASES: readonly Case[] = [
  {
    name: "random values, permutations and hashes are the same",
    setup: "CREATE TABLE seen (i serial, u int, g int, e int, z int, p int, h int8, d float8)",
    protocols: ["prepared", "simple"],
    scripts: [{
      name: "draws.sql",
      text: `
        -- each kind of draw
        \\set u random(1, 1000000)
        \\set g random_gaussian(1, 1000, 2.5)
        \\set e random_exponential(1, 1000, 3.0)
        \\set z random_zipfian(1, 1000, 1.2)
        \\set p permute(:u - 1, 1000000)
        \\set h hash(:u)
        \\set d sqrt(:u) * pi() / 7
        INSERT INTO seen (u, g, e, z, p, h, d)
          VALUES (:u, :g, :e, :z, :p, :h, :d);
      `,
    }],
  },
  {
    name: "\\gset, \\aset and \\if go the same ways",
    setup: "CREATE TABLE seen (i serial, way text, tens int, last int)",
    protocols: ["prepared", "simple"],
    scripts: [{
      name: "flow.sql",
      text: `
        \\set r random(1, 6)
        SELECT :r * 10 AS tens, :r + 0 AS ones \\gset got_
        SELECT x AS last FROM generate_series(1, :r + 0) AS x ORDER BY x
        \\aset
        SELECT x AS last FROM generate_series(1, 0) AS x \\aset
        \\if :got_ones > 4
          INSERT INTO seen (way, tens, last) VALUES ('high', :got_tens, :last);
        \\elif :got_ones = 3 or :got_ones = 2
          \\set twice CASE WHEN :got_ones = 3 THEN 600 ELSE 400 END
          INSERT INTO seen (way, tens, last) VALUES ('middle', :twice, :last);
        \\else
          BEGIN;
          INSERT INTO seen (way, tens, last) VALUES ('low', :got_tens, :last);
          COMMIT;
        \\endif
      `,
    }],
  },
  {
    name: "weights choose the same scripts, and -D and automatic variables have the same values",
    setup:
      "CREATE TABLE seen (i serial, script text, label text, client int, scale int, r int, s int8)",
    variables: { label: "blue", step: "7" },
    scripts: [
      {
        name: "often.sql",
        weight: 3,
        text: "\\set n :n + :step\n" +
          "INSERT INTO seen (script, label, client, scale, r)\n" +
          "  VALUES ('often', :label, :client_id, :scale, :n);\n",
      },
      {
        name: "seldom.sql",
        weight: 1,
        text: "\\set r random(1, 100)\n",
      },
      {
        name: "once.sql",
        weight: 2,
        text: "\\set r random(1, 100)\n" +
          "INSERT INTO seen (script, label, r, s) VALUES ('once', $q$a; \"b\"$q$, :r, :random_seed);\n",
      },
    ],
  },
  {
    name: "a retry draws the same values and keeps variables, as pgbench's does",
    setup: `
      CREATE TABLE seen (i serial, x int, r int, call int);
      CREATE SEQUENCE calls;
      CREATE FUNCTION flaky() RETURNS int LANGUAGE plpgsql AS $$
        DECLARE call int := nextval('calls');
        BEGIN
          IF call % 3 <> 0 THEN RAISE EXCEPTION 'once more' USING ERRCODE = '40001'; END IF;
          RETURN call;
        END $$`,
    variables: { x: "0" },
    maxTries: 2,
    scripts: [{
      name: "flaky.sql",
      text: "\\set x :x + 1\n\\set r random(1, 1000)\nBEGIN;\n" +
        "INSERT INTO seen (i, x, r, call) VALUES (:x, :x, :r, flaky());\nCOMMIT;\n",
    }],
  },
];

for (const { name, protocols, ...scenario } of CASES) {
  for (const protocol of protocols ?? ["prepared"] as const) {
    Deno.test({
      name: `${name} as pgbench's, ${protocol} protocol`,
      ignore: pgbench === undefined,
      fn: () =>
        onDatabase(async (database) => {
          await database.session.query(scenario.setup);
          const level = await runOurs(database, { ...scenario, protocol });
          const ours = await takeRows(database);
          await database.session.query(
            "DROP TABLE seen; DROP SEQUENCE IF EXISTS calls; DROP FUNCTION IF EXISTS flaky()",
          );
          await database.session.query(scenario.setup);
          // Operations that failed in the warm-up are in no count.
          const failed = scenario.maxTries === undefined ? 0 : ours.length;
          const transactions = operationsOf(level) + failed;
          await runPgbench(database.settings, { ...scenario, protocol }, transactions);
          const theirs = await takeRows(database);
          assert.ok(ours.length > 0);
          assert.deepEqual(ours, failed === 0 ? theirs : theirs.slice(0, ours.length));
        }),
    });
  }
}

Deno.test("every try of every operation is counted, by class", () =>
  onDatabase(async (database) => {
    const flaky = CASES.at(-1);
    assert.ok(flaky);
    await database.session.query(flaky.setup);
    const level = await runOurs(database, { ...flaky, maxTries: 3, protocol: "prepared" });
    const [calls] = await database.rows("SELECT last_value FROM calls");
    const successes = operationsOf(level);
    assert.equal(Number(calls?.[0]), 3 * successes);
    assert.equal(level.error_count, 0);
    const counted = level.total_operations + level.drained_operations;
    assert.equal(level.retried_operations, counted);
    assert.equal(level.retries, 2 * counted);
    assert.deepEqual(
      level.retries_by_class.map(({ sqlstate, count }) => [sqlstate, count]),
      [["40001", 2 * counted]],
    );
    const [script] = level.scripts;
    assert.equal(script?.operations, level.total_operations);
    assert.deepEqual(
      script?.statements.map(({ label, line }) => [line, label.split(" ")[0]]),
      [[3, "BEGIN"], [4, "INSERT"], [5, "COMMIT"]],
    );
  }));

Deno.test("concurrent transactions lose no update with retries, and operations add up by script", () =>
  onDatabase(async (database) => {
    await database.session.query("CREATE TABLE counter AS SELECT 0 AS n");
    const result = await runLevel(database, {
      thread_counts: [4],
      max_tries: 10_000,
      scripts: [
        {
          name: "count.sql",
          text: "BEGIN ISOLATION LEVEL REPEATABLE READ;\nSELECT n FROM counter;\n" +
            "UPDATE counter SET n = n + 1;\nCOMMIT;",
          weight: 1,
        },
        { name: "look.sql", text: "SELECT n FROM counter;", weight: 1 },
      ],
    });
    const [count, look] = result.scripts;
    assert.ok(count && look);
    assert.equal(count.operations + look.operations, result.total_operations);
    assert.deepEqual([result.error_count, count.error_count], [0, 0]);
    const [[n] = []] = await database.rows("SELECT n FROM counter");
    assert.ok(Number(n) >= count.operations && Number(n) <= operationsOf(result));
    assert.ok(result.retries > 0 && result.retries_by_class[0]?.sqlstate === "40001");
    const update = count.statements.find(({ label }) => label.startsWith("UPDATE"));
    assert.ok((update?.error_count ?? 0) > 0);
    assert.deepEqual(look.statements, []);
  }));

Deno.test("bench -f runs script files on tables it makes, found by their plain names", () =>
  withFiles({
    "read.sql": "\\set aid random(1, 100000 * :scale)\n" +
      "SELECT abalance FROM pgbench_accounts WHERE aid = :aid;\n",
    "write.sql": "BEGIN;\nUPDATE pgbench_branches SET bbalance = bbalance + :delta;\nCOMMIT;\n",
  }, async (folder) => {
    const args = ["-f", `${folder}/read.sql@3`, "-f", `${folder}/write.sql`, "-D", "delta=5"];
    const { code, stdout, stderr } = await bench([
      ...args,
      ...["--tables", "pgbench", "--threads", "2", "--duration", "1", "--warmup", "0", "-r"],
    ]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /read\.sql \(weight 3\)/);
    assert.match(stdout, /2: UPDATE pgbench_branches/);
  }));

Deno.test("bench names file, line and column of a wrong script before anything starts", () =>
  withFiles({ "wrong.sql": "SELECT 1;\n\\set x 1 +\n" }, async (folder) => {
    const { code, stdout, stderr } = await bench(["-f", `${folder}/wrong.sql`]);
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, /wrong\.sql:2:11: syntax error/);
  }));

interface Given extends Omit<Case, "name" | "setup" | "protocols"> {
  readonly protocol: "prepared" | "simple";
}

/** Runs scripts on one connection for a second. */
function runOurs(database: TestDatabase, given: Given): Promise<LevelResult> {
  return runLevel(database, {
    thread_counts: [1],
    scripts: given.scripts,
    variables: { n: "0", ...given.variables },
    protocol: given.protocol,
    max_tries: given.maxTries ?? 1,
  });
}

async function runLevel(
  { settings }: TestDatabase,
  config: RunConfigInput,
): Promise<LevelResult> {
  const given = parseConfig({ test_duration: 1, warmup_sec: 0, seed: SEED, ...config });
  const target = {
    kind: "postgres" as const,
    description: "test",
    connection: () => Promise.resolve(settings),
    close: () => Promise.resolve(),
  };
  const result = await runBenchmark(plan(given, 2), target, {
    signal: new AbortController().signal,
    onEvent: () => {},
  });
  assert.equal(result.error, null);
  const [level] = result.levels;
  assert.ok(level);
  return level;
}

/** All that ran, in the window or not. */
function operationsOf(level: LevelResult): number {
  return level.warmup_operations + level.total_operations + level.drained_operations +
    level.error_count;
}

async function runPgbench(
  { host, port, user, database, password = "" }: ConnectionSettings,
  { scripts, variables, protocol, maxTries = 1 }: Given,
  transactions: number,
): Promise<void> {
  const files = Object.fromEntries(scripts.map(({ name, text }) => [name, text]));
  await withFiles(files, async (folder) => {
    const defined = Object.entries({ n: "0", ...variables });
    const { code, stderr } = await new Deno.Command(pgbench ?? "", {
      args: [
        ...[
          "--no-vacuum",
          "--client=1",
          `--transactions=${transactions}`,
          `--protocol=${protocol}`,
        ],
        ...[`--random-seed=${SEED}`, `--max-tries=${maxTries}`],
        ...scripts.map(({ name, weight = 1 }) => `--file=${folder}/${name}@${weight}`),
        ...defined.map(([name, value]) => `--define=${name}=${value}`),
        ...["-h", host, "-p", String(port), "-U", user, database],
      ],
      env: { PGPASSWORD: password },
    }).output();
    assert.equal(code, 0, new TextDecoder().decode(stderr));
  });
}

function takeRows(database: TestDatabase): Promise<(string | null)[][]> {
  return database.rows("SELECT * FROM seen ORDER BY i");
}

async function withFiles(
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(`${folder}/${name}`, text);
    }
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
