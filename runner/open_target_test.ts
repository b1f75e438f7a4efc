import assert from "node:assert/strict";
import { Connection } from "../engine/wire/connection.ts";
import type { Target } from "../engine/target/target.ts";
import { openStore } from "../store/open_store.ts";
import type { TargetRecord } from "../store/targets.ts";
import { putEnvironmentTargets } from "./environment_targets.ts";
import { RunnerTargets } from "./open_target.ts";
import { until } from "./testing.ts";

const never = new AbortController().signal;

/** The records of an environment's targets, by id. */
async function recordsOf(env: (name: string) => string | undefined) {
  const store = await openStore(":memory:");
  try {
    await putEnvironmentTargets(store.targets, env);
    return new Map((await store.targets.list()).map((record) => [record.id, record]));
  } finally {
    store.close();
  }
}

function some(records: Map<string, TargetRecord>, id: string): TargetRecord {
  return records.get(id) ?? assert.fail(`no target ${id}`);
}

/** An environment whose embedded server's data is kept in a folder of its own, and its targets. */
async function withTargets(
  use: (at: { record: TargetRecord; targets: (idleMs?: number) => RunnerTargets }) => Promise<void>,
): Promise<void> {
  const directory = await Deno.makeTempDir();
  await Deno.chmod(directory, 0o755);
  const variables: Record<string, string> = { XDG_DATA_HOME: directory };
  const env = (name: string) => variables[name];
  const made: RunnerTargets[] = [];
  const targets = (idleMs = 60_000) => {
    const one = new RunnerTargets({ env, idleMs, onError: (error) => assert.fail(String(error)) });
    made.push(one);
    return one;
  };
  try {
    await use({ record: some(await recordsOf(env), "embedded"), targets });
  } finally {
    await Promise.all(made.map((one) => one.stop()));
    await Deno.remove(directory, { recursive: true });
  }
}

/** Opens a target and collects what it tells. */
async function open(targets: RunnerTargets, record: TargetRecord) {
  const notices: string[] = [];
  const onNotice = (_: string, message: string) => void notices.push(message);
  const target = await targets.open(record, { signal: never, onNotice });
  return { target, notices };
}

async function query(target: Target, sql: string): Promise<string | null | undefined> {
  const connection = await Connection.open(await target.connection());
  try {
    return (await connection.query(sql)).rows[0]?.[0];
  } finally {
    await connection.end();
  }
}

Deno.test("the embedded server stays up between runs, with its tables", () =>
  withTargets(async ({ record, targets }) => {
    const runner = targets();
    const first = await open(runner, record);
    await query(first.target, "CREATE TABLE kept ()");
    const started = await query(first.target, "SELECT pg_postmaster_start_time()");
    await first.target.close();
    const second = await open(runner, record);
    assert.equal(await query(second.target, "SELECT pg_postmaster_start_time()"), started);
    assert.equal(await query(second.target, "SELECT count(*) FROM kept"), "0");
    assert.deepEqual(second.notices, []);
    await second.target.close();
  }));

Deno.test("an idle embedded server is stopped, and the next run finds its data again", () =>
  withTargets(async ({ record, targets }) => {
    const runner = targets(1);
    const first = await open(runner, record);
    const { host, port } = await first.target.connection();
    await query(first.target, "CREATE TABLE kept ()");
    await first.target.close();
    await until(async () => {
      try {
        (await Deno.connect({ hostname: host, port })).close();
        return undefined;
      } catch (error) {
        if (error instanceof Deno.errors.ConnectionRefused) return true;
        throw error;
      }
    });
    const second = await open(runner, record);
    assert.equal(await query(second.target, "SELECT count(*) FROM kept"), "0");
    await second.target.close();
  }));

Deno.test("an embedded server that ended by itself is started again", () =>
  withTargets(async ({ record, targets }) => {
    const runner = targets();
    const first = await open(runner, record);
    const { host, port } = await first.target.connection();
    const file = await query(first.target, "SHOW data_directory");
    await first.target.close();
    const [pid] = (await Deno.readTextFile(`${file}/postmaster.pid`)).split("\n");
    Deno.kill(Number(pid), "SIGQUIT");
    await until(async () => {
      const connecting = Deno.connect({ hostname: host, port });
      return await connecting.then((connection) => connection.close(), () => true) || undefined;
    });
    const second = await open(runner, record);
    assert.match(second.notices.join("\n"), /had ended; it is started again/);
    assert.equal(await query(second.target, "SELECT 1"), "1");
    await second.target.close();
  }));

Deno.test("two runners of one machine don't clash: the second has a server of its own", () =>
  withTargets(async ({ record, targets }) => {
    const first = await open(targets(), record);
    const second = await open(targets(), record);
    const ports = await Promise.all(
      [first, second].map(async ({ target }) => (await target.connection()).port),
    );
    assert.notEqual(ports[0], ports[1]);
    assert.equal(await query(second.target, "SELECT 1"), "1");
    assert.match(second.notices.join("\n"), /is in use by process \d+\. This run gets a temporary/);
  }));

Deno.test("the target of DATABASE_URL has the credentials of this process's environment", async () => {
  const variables = { DATABASE_URL: "postgres://bob:s3cret@db.example:5433/shop" };
  const env = (name: string) => variables[name as keyof typeof variables];
  const record = some(await recordsOf(env), "database-url");
  const { target } = await open(new RunnerTargets({ env, onError: () => {} }), record);
  const { host, user, password } = await target.connection();
  assert.deepEqual([host, user, password], ["db.example", "bob", "s3cret"]);
});

Deno.test("a DATABASE_URL that is missing or names another server is refused", async () => {
  const recorded = await recordsOf((name) =>
    name === "DATABASE_URL" ? "postgres://bob:s3cret@db.example/shop" : undefined
  );
  const record = some(recorded, "database-url");
  const refusal = async (url: string | undefined) => {
    const env = (name: string) => name === "DATABASE_URL" ? url : undefined;
    try {
      await open(new RunnerTargets({ env, onError: () => {} }), record);
    } catch (error) {
      return error as Error & { code: string };
    }
    return assert.fail("it was opened");
  };
  const missing = await refusal(undefined);
  assert.deepEqual([missing.code, missing.message], [
    "target_refused",
    "This runner has no DATABASE_URL.",
  ]);
  const other = await refusal("postgres://bob:s3cret@other.example/shop");
  assert.match(other.message, /has the host other\.example, and the run was made for db\.example/);
  assert(!other.message.includes("s3cret"));
});

Deno.test("a target of which the runner has no credentials is refused", async () => {
  const record: TargetRecord = {
    id: "shop",
    name: "The shop",
    kind: "postgres",
    host: "db.example",
    port: 5432,
    database: "shop",
    user: "bob",
    source: "stored",
    created_at: "2026-11-23T08:00:00.000Z",
  };
  const targets = new RunnerTargets({ env: () => undefined, onError: () => {} });
  await assert.rejects(open(targets, record), {
    code: "target_refused",
    message: 'This runner has no credentials for the target "The shop".',
  });
});
