/** `deno task bench`, as a user types it, against real servers. */
import assert from "node:assert/strict";
import { parseResult } from "../engine/report/json.ts";
import { type EmbeddedTarget, startEmbedded } from "../engine/target/embedded.ts";
import { bench, BenchProcess } from "./bench_process.ts";

const QUICK = ["--duration", "1", "--warmup", "0"];

async function refusesConnections(port: number): Promise<boolean> {
  try {
    (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    return false;
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionRefused) return true;
    throw error;
  }
}

async function withServer(use: (server: EmbeddedTarget, url: URL) => Promise<void>): Promise<void> {
  const server = await startEmbedded();
  try {
    const { host, port, user, password = "", database } = await server.connection();
    const url = new URL(`postgres://${host}:${port}/${database}`);
    url.username = user;
    url.password = password;
    await use(server, url);
  } finally {
    await server.close();
  }
}

Deno.test("bench without a target prints a table of three levels and removes its server", async () => {
  const { code, stdout, stderr } = await bench([...QUICK, "--rows", "1000"]);
  assert.equal(stderr, "");
  assert.equal(code, 0);
  assert.match(stdout, /^Verdict: /m);
  const rows = stdout.match(/^ +(1|8|20) [^\n]+ 0(?: +[✓!✗] \w+)?$/gm);
  assert.equal(rows?.length, 3, stdout);
  const port = Number(stdout.match(/at 127\.0\.0\.1:(\d+)/)?.[1]);
  assert.ok(await refusesConnections(port), `a server still answers on port ${port}`);
});

Deno.test("bench --json gives a result whose counts agree with the server's own within 1 %", async () => {
  const out = await Deno.makeTempDir();
  try {
    const args = ["--workload", "tpcb-like", "--scale", "1", "--threads", "1,8", "--duration", "3"];
    const { code, stdout, stderr } = await bench([...args, "--seed", "7", "--json", "--out", out]);
    assert.equal(code, 0, stderr);
    const result = parseResult(stdout);
    assert.equal(result.status, "completed");
    assert.equal(result.configuration.seed, 7);
    assert.deepEqual(result.levels.map(({ threads }) => threads), [1, 8]);
    for (const level of result.levels) {
      const { total_operations, warmup_operations, drained_operations, server_transactions } =
        level;
      const sent = total_operations + warmup_operations + drained_operations;
      const ratio = sent / (server_transactions ?? NaN);
      assert.ok(ratio > 0.99 && ratio < 1.01, `${sent} sent, ${server_transactions} counted`);
      assert.equal(level.duration_sec, 3);
      assert.equal(level.samples.length, 3);
      const sampled = level.samples.reduce((sum, { operations }) => sum + operations, 0);
      assert.equal(sampled, total_operations);
      assert.equal(level.connections_opened, level.threads);
      assert.deepEqual(level.errors, []);
    }
    const files = (await Array.fromAsync(Deno.readDir(out))).map(({ name }) => name).sort();
    assert.equal(files.length, 3, files.join());
    assert.match(files[0] ?? "", /^benchmark_report_.*\.md$/);
    assert.equal(files[1], "results.json");
    assert.match(files[2] ?? "", /^tpcb-like_benchmark_.*\.csv$/);
    assert.equal(await Deno.readTextFile(`${out}/results.json`), stdout);
  } finally {
    await Deno.remove(out, { recursive: true });
  }
});

for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
  Deno.test(`bench stops at ${signal}, prints what it measured, removes its server, exits ${code}`, async () => {
    const args = ["--threads", "2", "--rows", "1000", "--duration", "60", "--warmup", "0"];
    const process = new BenchProcess(args);
    const [, port] = await process.saw(/at 127\.0\.0\.1:(\d+)/);
    await process.saw(/ 1\/60 s /);
    process.signal(signal);
    const finished = await process.finished();
    assert.equal(finished.code, code, finished.stderr);
    assert.match(finished.stdout, /^ +2 [^\n]+ 0(?: +[✓!✗] \w+)?$/m);
    assert.match(finished.stdout, /cancelled/);
    assert.ok(await refusesConnections(Number(port)));
  });
}

Deno.test("bench runs against --target, DATABASE_URL and PG* variables, and reuses its table", () =>
  withServer(async (_server, url) => {
    const args = [...QUICK, "--threads", "2", "--rows", "1000", "--json"];
    const loaded = parseResult((await bench([...args, "--target", url.href])).stdout);
    assert.deepEqual(loaded.circumstances?.tables.map(({ reused }) => reused), [false]);
    const environments = [
      { DATABASE_URL: url.href },
      {
        PGHOST: url.hostname,
        PGPORT: url.port,
        PGUSER: url.username,
        PGPASSWORD: decodeURIComponent(url.password),
        PGDATABASE: url.pathname.slice(1),
      },
    ];
    for (const env of environments) {
      const { code, stdout, stderr } = await bench(args, env);
      assert.equal(code, 0, stderr);
      const { circumstances } = parseResult(stdout);
      assert.equal(circumstances?.target.port, Number(url.port));
      assert.deepEqual(circumstances?.tables.map(({ reused }) => reused), [true]);
      assert.ok(!(stdout + stderr).includes(decodeURIComponent(url.password)));
    }
  }));

Deno.test("bench refused by its target says the server's words and SQLSTATE, exit 3", () =>
  withServer(async (server, url) => {
    const wrongPassword = new URL(url);
    wrongPassword.password = "hunter2";
    const wrongDatabase = new URL(url);
    wrongDatabase.pathname = "/nowhere";
    const cases: [args: string[], words: RegExp][] = [
      [["--target", wrongPassword.href], /password authentication failed.*SQLSTATE 28P01/],
      [["--target", wrongDatabase.href], /"nowhere" does not exist.*SQLSTATE 3D000/],
      [["--target", `${url.href}?sslmode=require`], /does not speak TLS/],
      [
        ["--target", url.href, "--threads", "5000"],
        /5000 connections are wanted.*max_connections/s,
      ],
    ];
    for (const [args, words] of cases) {
      const { code, stderr, stdout } = await bench([...QUICK, "--rows", "1000", ...args]);
      assert.equal(code, 3, stderr);
      assert.match(stderr, words);
      assert.ok(!(stdout + stderr).includes("hunter2"));
      assert.ok(!/^\s+at /m.test(stderr), "a stack trace reached the user");
    }
    await server.close();
    const { code, stderr } = await bench([...QUICK, "--target", url.href]);
    assert.equal(code, 3, stderr);
    assert.match(stderr, /can't connect to 127\.0\.0\.1:\d+/);
  }));

Deno.test("bench refuses bad usage before anything is started, exit 2", async () => {
  const cases: [args: string[], words: RegExp][] = [
    [["--treads", "4"], /--treads.*--threads/s],
    [["--threads", "0"], /--threads .*must be at least 1, got 0/],
    [["--workload", "tpcb"], /tpcb-like/],
    [["--target", "lakebase://x/y"], /lakebase/],
  ];
  for (const [args, words] of cases) {
    const { code, stdout, stderr } = await bench(args);
    assert.equal(code, 2, stderr);
    assert.match(stderr, words);
    assert.equal(stdout, "");
  }
});
