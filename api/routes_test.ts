import assert from "node:assert/strict";
import { randomResult } from "../engine/report/random_result.ts";
import { parseResult } from "../engine/report/json.ts";
import type { ProblemDocument } from "./problem.ts";
import { testApp } from "../web/testing.ts";
import { testApi } from "./testing.ts";

const START = "/api/benchmarks/start";
const CONFIGURE = "/api/benchmarks/configure";

async function problem(response: Response | Promise<Response>): Promise<ProblemDocument> {
  const answer = await response;
  assert.equal(answer.headers.get("content-type"), "application/problem+json");
  const document = await answer.json();
  assert.equal(document.status, answer.status);
  return document;
}

const codeOf = async (response: Response | Promise<Response>) => (await problem(response)).code;

Deno.test("configure fills in the contract's defaults, and estimates the time", async () => {
  await using api = await testApi();
  const answer = await (await api.json("POST", CONFIGURE, {})).json();
  assert.deepEqual(Object.keys(answer), [
    "valid",
    "estimated_time_seconds",
    "total_threads",
    "configuration",
  ]);
  const { thread_counts, table_rows, test_duration, batch_size, seed } = answer.configuration;
  assert.deepEqual(
    { thread_counts, table_rows, test_duration, batch_size, seed },
    {
      thread_counts: [20],
      table_rows: 1_000_000,
      test_duration: 60,
      batch_size: 10_000,
      seed: undefined,
    },
  );
  assert.equal(answer.total_threads, 20);
  assert.equal(answer.estimated_time_seconds, 62.5);
});

Deno.test("configure and start name every violated limit with its field and value", async () => {
  await using api = await testApi();
  const wrong = { thread_counts: [], table_rows: 999, test_duration: 9, target_id: "none" };
  for (const path of [CONFIGURE, START]) {
    const { code, detail, errors } = await problem(api.json("POST", path, wrong));
    assert.equal(code, "config_invalid");
    assert.deepEqual(errors.map(({ field, limit, value }) => ({ field, limit, value })), [
      { field: "thread_counts", limit: 1, value: [] },
      { field: "table_rows", limit: 1_000, value: 999 },
      { field: "test_duration", limit: 10, value: 9 },
      { field: "target_id", limit: ["embedded"], value: "none" },
    ]);
    assert.match(detail, /table_rows must be at least 1000, got 999/);
  }
});

Deno.test("configure names other wrong fields too", async () => {
  await using api = await testApi();
  const cases: [body: unknown, field: string][] = [
    [{ test_duration: "60" }, "test_duration"],
    [{ test_duration: 0.5 }, "test_duration"],
    [{ test_duration: -1 }, "test_duration"],
    [{ thread_counts: [1, 0] }, "thread_counts[1]"],
    [{ thread_counts: 5 }, "thread_counts"],
    [{ thread_count: [5] }, "thread_count"],
    [{ table_rows: 1e300 }, "table_rows"],
    [{ workload: "select_only" }, "workload"],
    [{ scripts: [{ name: "a", text: "\\nope" }] }, "scripts"],
    [{ scripts: [{ name: "a", text: "SELECT 1;", weight: -1 }] }, "scripts[0].weight"],
    [{ rate: 5, rate_sweep: [1] }, "rate_sweep"],
    [{ target_id: 7 }, "target_id"],
    [{ target_id: "x".repeat(3_000) }, "target_id"],
    [{ ["__proto__x"]: 1 }, "__proto__x"],
  ];
  for (const [body, field] of cases) {
    const { code, errors } = await problem(api.json("POST", CONFIGURE, body));
    assert.equal(code, "config_invalid");
    assert.deepEqual(errors.map((error) => error.field), [field], JSON.stringify(body));
  }
  for (const body of [null, [], 5, "x"]) {
    assert.equal(await codeOf(api.json("POST", CONFIGURE, body)), "body_invalid");
  }
});

Deno.test("without a target, start says that a runner makes them", async () => {
  await using app = await testApp();
  const { errors, hint } = await problem(app.send(START, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  }));
  assert.equal(errors[0]?.field, "target_id");
  assert.match(hint ?? "", /deno task runner/);
});

Deno.test("start puts a run into the queue, and says where it is", async () => {
  await using api = await testApi();
  await api.start();
  const response = await api.json("POST", START, { thread_counts: [1, 2] });
  assert.equal(response.status, 201);
  const { id, status, created_at, queue_position } = await response.json();
  assert.equal(response.headers.get("location"), `/api/benchmarks/${id}`);
  assert.deepEqual({ status, queue_position }, { status: "pending", queue_position: 2 });
  const run = await (await api.send(`/api/benchmarks/${id}`)).json();
  assert.equal(run.created_at, created_at);
  assert.equal(run.queue_position, 2);
  assert.equal(run.source, "api");
  assert.deepEqual(run.configuration.thread_counts, [1, 2]);
  assert.equal(typeof run.configuration.seed, "number");
  const { pending, running } = await (await api.send("/api/queue")).json();
  assert.deepEqual(running, []);
  assert.deepEqual(pending.map((it: { queue_position: number }) => it.queue_position), [1, 2]);
});

Deno.test("start takes scripts that are larger than other bodies may be", async () => {
  await using api = await testApi();
  const text = "-- a comment of a line\n".repeat(10_000) + "SELECT 1;\n";
  const response = await api.json("POST", START, { scripts: [{ name: "long", text }] });
  assert.equal(response.status, 201);
  const { id } = await response.json();
  const { configuration } = await (await api.send(`/api/benchmarks/${id}`)).json();
  assert.equal(configuration.scripts[0].text, text);
});

Deno.test("start with one key makes one run, however often and at once it is sent", async () => {
  await using api = await testApi();
  const key = { "idempotency-key": "4f0c" };
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => api.json("POST", START, { thread_counts: [3] }, key)),
  );
  assert.deepEqual(answers.map(({ status }) => status), Array(8).fill(201));
  const bodies = await Promise.all(answers.map((answer) => answer.json()));
  assert.equal(new Set(bodies.map(({ id }) => id)).size, 1);
  const replayed = answers.filter(({ headers }) => headers.has("idempotency-replayed"));
  assert.equal(replayed.length, 7);
  const other = api.json("POST", START, { thread_counts: [4] }, key);
  assert.equal(await codeOf(other), "idempotency_key_reused");
  for (const wrong of ["", "a b", "x".repeat(256)]) {
    const { code, errors } = await problem(
      api.json("POST", START, {}, { "idempotency-key": wrong }),
    );
    assert.deepEqual([code, errors[0]?.field], ["parameter_invalid", "Idempotency-Key"]);
  }
});

Deno.test("the list gives every run once, page by page", async () => {
  await using api = await testApi();
  const ids: string[] = [];
  for (let n = 0; n < 7; n++) ids.push(await api.start());
  const found: string[] = [];
  let path: string | null = "/api/benchmarks/?limit=3";
  for (let pages = 0; path !== null; pages++) {
    assert.ok(pages < 3, "there are three pages");
    const response: Response = await api.send(path);
    const { benchmarks, cursor } = await response.json();
    found.push(...benchmarks.map(({ id }: { id: string }) => id));
    const link = response.headers.get("link");
    assert.equal(link === null, cursor === null);
    path = link === null ? null : /^<(.*)>; rel="next"$/.exec(link)?.[1] ?? assert.fail(link);
  }
  assert.deepEqual(found, ids.toReversed());
});

Deno.test("the list filters and sorts", async () => {
  await using api = await testApi();
  const waiting = await api.start();
  const done = await api.finished();
  const idsOf = async (query: string) => {
    const { benchmarks } = await (await api.send(`/api/benchmarks?${query}`)).json();
    return benchmarks.map(({ id }: { id: string }) => id);
  };
  assert.deepEqual(await idsOf("status=pending"), [waiting]);
  assert.deepEqual(await idsOf("status=completed&target_id=embedded"), [done.id]);
  assert.deepEqual(await idsOf("target_id=nope"), []);
  assert.deepEqual(await idsOf("sort=throughput&direction=desc"), [done.id, waiting]);
  await api.json("PATCH", `/api/benchmarks/${done.id}`, { tags: ["nightly"], archived: true });
  assert.deepEqual(await idsOf("tag=nightly"), []);
  assert.deepEqual(await idsOf("tag=nightly&archived=true"), [done.id]);
});

Deno.test("the list refuses wrong parameters by name", async () => {
  await using api = await testApi();
  const cases: [query: string, field: string][] = [
    ["limit=0", "limit"],
    ["limit=101", "limit"],
    ["limit=x", "limit"],
    ["limit=", "limit"],
    ["limit=1.5", "limit"],
    ["limit=1&limit=2", "limit"],
    ["status=done", "status"],
    ["archived=yes", "archived"],
    ["sort=name", "sort"],
    ["page=2", "page"],
    [`search=${"x".repeat(201)}`, "search"],
    [`cursor=${"x".repeat(2_001)}`, "cursor"],
  ];
  for (const [query, field] of cases) {
    const { code, errors } = await problem(api.send(`/api/benchmarks?${query}`));
    assert.deepEqual([code, errors[0]?.field], ["parameter_invalid", field], query);
  }
  for (const cursor of ["x", "%00", "e30", btoa('{"a":1}'), "%F0%9F%98%80"]) {
    assert.equal(await codeOf(api.send(`/api/benchmarks?cursor=${cursor}`)), "cursor_invalid");
  }
});

Deno.test("unknown and malformed ids are not found, whatever is asked of them", async () => {
  await using api = await testApi();
  const ids = [
    "01ARZ3NDEKTSV4RRFFQ69G5FAV",
    "nope",
    "%00",
    "%F0%9F%98%80",
    "..%2f",
    "x".repeat(5_000),
  ];
  for (const id of ids) {
    const path = `/api/benchmarks/${id}`;
    const answers = [
      api.send(path),
      api.send(path, { method: "DELETE" }),
      api.json("PATCH", path, { notes: "" }),
      api.send(`${path}/cancel`, { method: "POST" }),
      ...["results", "samples", "export", "events"].map((name) => api.send(`${path}/${name}`)),
    ];
    for (const answer of answers) assert.equal(await codeOf(answer), "run_not_found", id);
    assert.equal(await codeOf(api.send(`/api/targets/${id}`)), "target_not_found", id);
  }
});

Deno.test("edits change what they name, and keep the rest", async () => {
  await using api = await testApi();
  const id = await api.start();
  const path = `/api/benchmarks/${id}`;
  await api.json("PATCH", path, { tags: ["a", "b"], notes: "first" });
  const patched = await api.send(path, {
    method: "PATCH",
    headers: { "content-type": "application/merge-patch+json" },
    body: '{"notes":"second"}',
  });
  const { tags, notes, archived } = await patched.json();
  assert.deepEqual({ tags, notes, archived }, {
    tags: ["a", "b"],
    notes: "second",
    archived: false,
  });
  const cases: [body: unknown, field: string][] = [
    [{ tags: ["x".repeat(41)] }, "tags[0]"],
    [{ tags: Array.from({ length: 21 }, (_, n) => `t${n}`) }, "tags"],
    [{ notes: "x".repeat(10_001) }, "notes"],
    [{ notes: null }, "notes"],
    [{ archived: "yes" }, "archived"],
    [{ status: "completed" }, "status"],
  ];
  for (const [body, field] of cases) {
    const { code, errors } = await problem(api.json("PATCH", path, body));
    assert.deepEqual([code, errors[0]?.field], ["body_invalid", field], JSON.stringify(body));
  }
});

Deno.test("results are there once the run has ended, and exactly as they were recorded", async () => {
  await using api = await testApi();
  const waiting = await api.start();
  const early = await problem(api.send(`/api/benchmarks/${waiting}/results`));
  assert.equal(early.code, "result_not_ready");
  assert.match(early.detail, /is pending/);
  const lease = await api.services.store.queue.claim("test", { leaseMs: 60_000 });
  assert.match(
    (await problem(api.send(`/api/benchmarks/${waiting}/results`))).detail,
    /is running/,
  );
  assert.equal(
    await codeOf(api.send(`/api/benchmarks/${waiting}`, { method: "DELETE" })),
    "run_running",
  );
  await lease?.abandon();
  assert.equal(await codeOf(api.send(`/api/benchmarks/${waiting}/results`)), "result_absent");

  const result = await api.finished();
  const whole = await (await api.send(`/api/benchmarks/${result.id}/results`)).json();
  assert.deepEqual(whole, JSON.parse(JSON.stringify(result)));
  const light = await (await api.send(`/api/benchmarks/${result.id}/results?samples=false`)).json();
  assert.deepEqual(light.levels.map((level: { samples: unknown[] }) => level.samples), [
    [],
    [],
    [],
  ]);
});

Deno.test("samples come by level and page, without histograms", async () => {
  await using api = await testApi();
  const { id, levels } = await api.finished();
  const wanted = levels[1]?.samples.map(({ histogram: _, ...sample }) => sample);
  const found: unknown[] = [];
  let path: string | undefined = `/api/benchmarks/${id}/samples?level=1&limit=4`;
  while (path !== undefined) {
    const response: Response = await api.send(path);
    const page = await response.json();
    assert.equal(page.threads, levels[1]?.threads);
    assert.ok(page.samples.length <= 4);
    found.push(...page.samples);
    path = /^<(.*)>/.exec(response.headers.get("link") ?? "")?.[1];
  }
  assert.deepEqual(found, JSON.parse(JSON.stringify(wanted)));
  const { errors } = await problem(api.send(`/api/benchmarks/${id}/samples?level=3`));
  assert.deepEqual([errors[0]?.field, errors[0]?.limit, errors[0]?.value], ["level", 2, 3]);
});

Deno.test("exports are the command line's files", async () => {
  await using api = await testApi();
  const result = await api.finished(randomResult());
  const get = async (format: string) => {
    const response = await api.send(`/api/benchmarks/${result.id}/export?format=${format}`);
    assert.match(response.headers.get("content-disposition") ?? "", new RegExp(`${result.id}\\.`));
    return await response.text();
  };
  assert.equal(parseResult(await get("json")).id, result.id);
  assert.match(await get("csv"), /^threads,duration_sec,/);
  assert.match(await get("markdown"), /^# Benchmark report/);
  assert.match(await get("junit"), /^<\?xml/);
});

Deno.test("cancelling a run that waits cancels it; one that runs is told to end", async () => {
  await using api = await testApi();
  const [first, second] = [await api.start(), await api.start()];
  const cancel = (id: string) => api.send(`/api/benchmarks/${id}/cancel`, { method: "POST" });
  const lease = await api.services.store.queue.claim("test", { leaseMs: 60_000 });
  const running = await cancel(first);
  assert.equal(running.status, 202);
  assert.notEqual((await running.json()).cancel_requested_at, null);
  assert.equal((await lease?.look())?.cancelRequested, true);
  const waiting = await cancel(second);
  assert.equal(waiting.status, 200);
  assert.equal((await waiting.json()).status, "cancelled");
  assert.equal(await codeOf(cancel(second)), "run_finished");
  await lease?.abandon();
});

Deno.test("what no route answers is a problem too", async () => {
  await using api = await testApi();
  assert.equal(await codeOf(api.send("/api/nope")), "path_not_found");
  assert.equal(
    await codeOf(api.send("/api/benchmarks/a/b/c", { method: "PUT" })),
    "path_not_found",
  );
  const wrong = await api.send("/api/queue", { method: "POST" });
  assert.equal(wrong.headers.get("allow"), "HEAD, GET, OPTIONS");
  assert.equal(await codeOf(wrong), "method_not_allowed");
  assert.equal(await codeOf(api.send("/healthz", { method: "DELETE" })), "method_not_allowed");
  const forged = api.send(START, {
    method: "POST",
    headers: { origin: "http://evil.example", "content-type": "application/json" },
    body: "{}",
  });
  assert.equal(await codeOf(forged), "forbidden");
  const options = await api.send("/api/queue", { method: "OPTIONS" });
  assert.equal(options.status, 204);
  const page = await api.send("/nope");
  assert.match(page.headers.get("content-type") ?? "", /text\/html/);
});

Deno.test("bodies of other types and sizes are refused", async () => {
  await using api = await testApi();
  const send = (body: string, type: string, path = START) =>
    api.send(path, { method: "POST", headers: { "content-type": type }, body });
  assert.equal(await codeOf(send("{}", "text/plain")), "media_type_unsupported");
  assert.equal(
    await codeOf(send("a=1", "application/x-www-form-urlencoded")),
    "media_type_unsupported",
  );
  const broken = await problem(send('{"thread_counts": [1,]}', "application/json"));
  assert.equal(broken.code, "json_invalid");
  assert.match(broken.detail, /line 1, column 22/);
  assert.equal(await codeOf(send(" ".repeat(4_000_000), "application/json")), "body_too_large");
  const id = await api.start();
  const edit = api.json("PATCH", `/api/benchmarks/${id}`, { notes: "x".repeat(70_000) });
  assert.equal(await codeOf(edit), "body_too_large");
});
