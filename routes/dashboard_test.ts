import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { parseConfig, RunConfig } from "../engine/config.ts";
import { randomResult } from "../engine/report/random_result.ts";
import { listWorkloads } from "../engine/workload/builtin.ts";
import { PRESETS } from "../web/presets.ts";
import { draftOfRun, requestOf } from "../web/run_draft.ts";
import type { RunRecord } from "../store/run_record.ts";
import type { Store } from "../store/open_store.ts";
import { type TestApp, testApp } from "../web/testing.ts";

const TARGET = {
  id: "embedded",
  name: "Embedded PostgreSQL",
  kind: "embedded" as const,
  host: null,
  port: null,
  database: null,
  user: null,
  source: "environment" as const,
  created_at: "2026-11-23T08:50:27.000Z",
};

/** An app that knows the embedded target. */
async function dashboardApp(): Promise<TestApp> {
  const app = await testApp();
  await app.services.store.targets.put(TARGET);
  return app;
}

/** The fields of a page's form, as a browser would send them. */
function formIn(html: string): [string, string][] {
  const { document } = parseHTML(html);
  const form = document.querySelector("#run-form");
  assert.ok(form);
  const fields: [string, string][] = [];
  for (const control of form.querySelectorAll("input, select, textarea")) {
    const name = control.getAttribute("name") ?? "";
    const isOff = control.getAttribute("type") === "radio" && !control.hasAttribute("checked");
    if (isOff) continue;
    fields.push([name, valueOf(control)]);
  }
  return fields;
}

function valueOf(control: Element): string {
  switch (control.tagName) {
    case "SELECT": {
      const options = [...control.querySelectorAll("option")];
      const chosen = options.find((option) => option.hasAttribute("selected")) ?? options[0];
      return chosen?.getAttribute("value") ?? "";
    }
    case "TEXTAREA":
      // linkedom leaves the text of these as it stands in the source.
      return (control.textContent ?? "").replaceAll("&lt;", "<").replaceAll("&quot;", '"')
        .replaceAll("&amp;", "&");
    default:
      return control.getAttribute("value") ?? "";
  }
}

/** The form with some fields typed anew. */
function typed(
  fields: readonly (readonly [string, string])[],
  changes: Record<string, string>,
): [string, string][] {
  for (const name of Object.keys(changes)) {
    assert.ok(fields.some(([known]) => known === name), `The form has no field ${name}`);
  }
  return fields.map(([name, value]) => [name, changes[name] ?? value]);
}

async function open(app: TestApp, search = ""): Promise<string> {
  const response = await app.send(`/${search}`);
  assert.equal(response.status, 200, search);
  return await response.text();
}

async function onlyRun(store: Store): Promise<RunRecord> {
  const { runs } = await store.runs.list();
  assert.equal(runs.length, 1);
  const run = await store.runs.get(runs[0]?.id ?? "");
  assert.ok(run);
  return run;
}

/** Thin spaces stand in numbers. */
const plain = (html: string) => html.replaceAll("\u202f", " ");

Deno.test("the form as it comes starts a run of the defaults, and leads to it", async () => {
  await using app = await dashboardApp();
  const response = await app.post("/", formIn(await open(app)));
  assert.equal(response.status, 303);
  const run = await onlyRun(app.services.store);
  assert.equal(response.headers.get("location"), `/runs/${run.id}`);
  const { seed: _, ...configuration } = run.configuration;
  assert.deepEqual(configuration, { ...parseConfig({}), order: "given" });
  assert.equal(run.source, "web");
  assert.equal(run.target.id, "embedded");
});

Deno.test("every field of the form reaches the run's configuration", async () => {
  await using app = await dashboardApp();
  const fields = typed(formIn(await open(app)), {
    workload: "read-write",
    thread_counts: "1, 8 20",
    test_duration: "30",
    table_rows: "50 000",
    keys: "zipfian",
    rate: "500, 1000.5",
    arrival: "constant",
    repetitions: "3",
    batch_size: "2_000",
    warmup_sec: "0",
    until_steady_sec: "60",
    cooldown_sec: "4",
    order: "given",
    latency_limit_ms: "12.5",
    max_tries: "5",
    driver: "pg",
    max_workers: "2",
    seed: "7",
    thresholds: "p99_latency_ms<10\r\nerror_rate_pct<=0.1@20",
  });
  const response = await app.post("/", fields);
  assert.equal(response.status, 303, await response.text());
  const { configuration } = await onlyRun(app.services.store);
  assert.deepEqual(
    configuration,
    parseConfig({
      workload: "read-write",
      thread_counts: [1, 8, 20],
      test_duration: 30,
      table_rows: 50_000,
      keys: "zipfian",
      rate_sweep: [500, 1000.5],
      arrival: "constant",
      repetitions: 3,
      batch_size: 2_000,
      warmup_sec: 0,
      until_steady_sec: 60,
      cooldown_sec: 4,
      order: "given",
      latency_limit_ms: 12.5,
      max_tries: 5,
      driver: "pg",
      max_workers: 2,
      seed: 7,
      thresholds: ["p99_latency_ms<10", "error_rate_pct<=0.1@20"],
    }),
  );
});

Deno.test("scripts, variables, protocol and pipeline reach it too, and a place left empty doesn't", async () => {
  await using app = await dashboardApp();
  const more = await app.post("/", [
    ...typed(formIn(await open(app)), { workload: "custom", "scripts[0].name": "" }),
    ["intent", "add_script"],
  ]);
  assert.equal(more.status, 200);
  const fields = typed(formIn(await more.text()), {
    "scripts[1].name": "pick.sql",
    "scripts[1].weight": "3",
    "scripts[1].text": "SELECT :customers;\r\n",
    tables: "lakebase",
    variables: "customers=100",
    protocol: "simple",
    pipeline: "4",
    rate: "",
  });
  const response = await app.post("/", fields);
  assert.equal(response.status, 303, await response.text());
  const { configuration } = await onlyRun(app.services.store);
  assert.deepEqual(configuration.scripts, [
    { name: "pick.sql", weight: 3, text: "SELECT :customers;\n" },
  ]);
  assert.deepEqual(configuration.variables, { customers: "100" });
  assert.equal(configuration.tables, "lakebase");
  assert.equal(configuration.protocol, "simple");
  assert.equal(configuration.pipeline, 4);
});

Deno.test("a search for the knee is asked for in the same form", async () => {
  await using app = await dashboardApp();
  const fields = typed(formIn(await open(app)), {
    "find_knee.over": "rate",
    "find_knee.conditions": "p99_latency_ms<10",
    "find_knee.min": "200",
    "find_knee.max": "9000",
    "find_knee.resolution_pct": "2.5",
    "find_knee.repetitions": "1",
  });
  assert.equal((await app.post("/", fields)).status, 303);
  const { configuration } = await onlyRun(app.services.store);
  assert.deepEqual(configuration.find_knee, {
    over: "rate",
    conditions: ["p99_latency_ms<10"],
    min: 200,
    max: 9000,
    resolution_pct: 2.5,
    repetitions: 1,
  });
});

const WRONG: [changes: Record<string, string>, field: string, words: RegExp][] = [
  [
    { thread_counts: "0" },
    "thread_counts",
    /^Thread counts \(entry 1\) must be at least 1, got 0\.$/,
  ],
  [{ thread_counts: "8, eight" }, "thread_counts", /\(entry 2\) must be a number, got "eight"\.$/],
  [{ thread_counts: "8, 8" }, "thread_counts", /has a duplicate/],
  [{ test_duration: "9" }, "test_duration", /^Duration must be at least 10, got 9\.$/],
  [{ test_duration: "soon" }, "test_duration", /^Duration must be a number, got "soon"\.$/],
  [{ table_rows: "999" }, "table_rows", /^Table rows must be at least 1000, got 999\.$/],
  [{ workload: "tpcb-like", scale: "0" }, "scale", /^Scale must be at least 1, got 0\.$/],
  [{ workload: "custom" }, "workload", /needs scripts/],
  [{ keys: "gaussian" }, "keys", /must be one of uniform, zipfian, sequential, got "gaussian"/],
  [{ batch_size: "1000001" }, "batch_size", /at most 1000000, got 1000001/],
  [{ rate: "0" }, "rate", /^Rate must be at least 0\.1, got 0\.$/],
  [{ rate: "5, 0" }, "rate", /^Rate.* must be at least 0\.1, got 0\.$/],
  [{ rate: "5", arrival: "bursts" }, "arrival", /must be one of poisson, constant/],
  [{ repetitions: "101" }, "repetitions", /at most 100, got 101/],
  [{ warmup_sec: "-1" }, "warmup_sec", /at least 0, got -1/],
  [{ until_steady_sec: "1" }, "until_steady_sec", /at least/],
  [{ cooldown_sec: "1.5" }, "cooldown_sec", /whole number, got 1\.5/],
  [{ order: "best" }, "order", /one of given, random/],
  [{ latency_limit_ms: "5" }, "latency_limit_ms", /needs a rate/],
  [{ max_tries: "-1" }, "max_tries", /at least 0/],
  [{ driver: "odbc" }, "driver", /one of wire, pg, postgres/],
  [{ protocol: "v2" }, "protocol", /one of prepared, simple/],
  [{ pipeline: "2", rate: "5" }, "pipeline", /must be 1 at a rate/],
  [{ max_workers: "0" }, "max_workers", /at least 1/],
  [{ seed: "-5" }, "seed", /at least 0/],
  [{ thresholds: "p99_latency<10" }, "thresholds", /p99_latency is none \(did you mean/],
  [{ variables: "customers" }, "variables", /a name and a value such as customers=100/],
  [
    { "find_knee.over": "threads" },
    "find_knee.conditions",
    /^Conditions must have at least 1 entry/,
  ],
  [
    {
      "find_knee.over": "threads",
      "find_knee.conditions": "p99_latency_ms<1",
      "find_knee.max": "1",
    },
    "find_knee.max",
    /^Highest load must be greater than the lowest load, 1, got 1\.$/,
  ],
  [{ target_id: "moon" }, "target_id", /^Target must be one of embedded, got "moon"/],
  [
    { workload: "custom", "scripts[0].name": "a.sql", "scripts[0].text": "\\set" },
    "scripts",
    /^Scripts: a\.sql/,
  ],
  [
    { workload: "custom", "scripts[0].text": "SELECT 1;" },
    "scripts[0].name",
    /must not be empty/,
  ],
];

Deno.test("each wrong field is named beside it and in the summary; nothing typed is lost", async () => {
  await using app = await dashboardApp();
  const fields = formIn(await open(app));
  for (const [changes, field, words] of WRONG) {
    const what = JSON.stringify(changes);
    const sent = typed(fields, { ...changes });
    const response = await app.post("/", sent);
    assert.equal(response.status, 422, what);
    const html = await response.text();
    const { document } = parseHTML(html);
    const links = [...document.querySelectorAll("#errors a")];
    const link = links.find((link) => link.getAttribute("href") === `#field-${field}`);
    assert.ok(link, `${what}: ${document.querySelector("#errors")?.textContent}`);
    assert.match(link.textContent ?? "", words, what);
    assert.match(document.getElementById(`field-${field}-error`)?.textContent ?? "", words, what);
    assert.ok(document.getElementById(`field-${field}`), what);
    const kept = new Map(formIn(html));
    for (const [name, value] of Object.entries(changes)) assert.equal(kept.get(name), value, what);
    assert.notEqual(kept.get("form_key"), new Map(sent).get("form_key"));
  }
  assert.deepEqual((await app.services.store.runs.list()).runs, []);
});

Deno.test("what is wrong in the folded part unfolds it; else it is folded", async () => {
  await using app = await dashboardApp();
  const html = await open(app);
  assert.doesNotMatch(html, /<details id="advanced" open/);
  const wrong = await app.post("/", typed(formIn(html), { seed: "x" }));
  assert.match(await wrong.text(), /<details id="advanced" open/);
});

Deno.test("what was typed comes back as text, whatever it says", async () => {
  await using app = await dashboardApp();
  const evil = '"><script>alert(1)</script>';
  const fields = typed(formIn(await open(app)), {
    thread_counts: evil,
    thresholds: `</textarea>${evil}`,
    keys: evil,
  });
  const html = await (await app.post("/", fields)).text();
  assert.ok(!html.includes("<script>alert"));
  const kept = new Map(formIn(html));
  assert.equal(kept.get("thread_counts"), evil);
  assert.equal(kept.get("keys"), evil);
});

Deno.test("a form that is sent twice starts one run; one changed since starts another", async () => {
  await using app = await dashboardApp();
  const fields = formIn(await open(app));
  const [first, second] = await Promise.all([app.post("/", fields), app.post("/", fields)]);
  assert.equal(first.headers.get("location"), second.headers.get("location"));
  const other = await app.post("/", typed(fields, { test_duration: "11" }));
  assert.notEqual(other.headers.get("location"), first.headers.get("location"));
  assert.equal((await app.services.store.runs.list()).runs.length, 2);
  const again = await app.post("/", formIn(await open(app)));
  assert.notEqual(again.headers.get("location"), first.headers.get("location"));
});

Deno.test("every preset fills the form with a run that can be started", async () => {
  await using app = await dashboardApp();
  for (const { name, configuration } of PRESETS) {
    const html = await open(app, `?preset=${name}`);
    assert.match(html, new RegExp(`href="/\\?preset=${name}"[^>]*aria-current="true"`));
    const response = await app.post("/", formIn(html));
    assert.equal(response.status, 303, name);
    const id = response.headers.get("location")?.slice("/runs/".length) ?? "";
    const { seed: _, order: __, ...run } = (await app.services.store.runs.get(id))
      ?.configuration ?? {};
    assert.deepEqual(run, parseConfig(configuration), name);
  }
});

Deno.test("a run fills the form with its configuration and target; its seed stays its own", async () => {
  await using app = await dashboardApp();
  const { store } = app.services;
  const configuration = parseConfig({
    thread_counts: [2, 4],
    scripts: [{ name: "a.sql", text: "SELECT 1;\n", weight: 2 }, { name: "b", text: "SELECT 2;" }],
    tables: "pgbench",
    variables: { n: "5" },
    thresholds: ["p99_latency_ms<10@4"],
    cooldown_sec: 3,
    test_duration: 12,
  });
  const { run } = await store.runs.create({
    configuration: { ...configuration, order: "given", seed: 99 },
    target: { id: "embedded", name: "Embedded PostgreSQL", kind: "embedded" },
    owner: "local",
    source: "api",
    estimated_time_sec: 30,
  });
  const html = await open(app, `?from=${run.id}`);
  assert.match(html, /Filled in from/);
  assert.match(html, /<details id="advanced" open/);
  const response = await app.post("/", formIn(html));
  const made = await store.runs.get(response.headers.get("location")?.slice(6) ?? "");
  assert.equal(made?.suite, run.suite);
  assert.notEqual(made?.id, run.id);
  assert.notEqual(made?.configuration.seed, 99);
});

Deno.test("any configuration comes back from its form as it was", () => {
  const configurations = [
    {},
    { rate: 5 },
    { rate_sweep: [5, 10], latency_limit_ms: 0.5 },
    { repetitions: 5, order: "given" as const },
    { until_steady_sec: 100, max_workers: 3, seed: 0 },
    { workload: "tpcb-like", scale: 7, max_tries: 0 },
    { find_knee: { conditions: ["p99_latency_ms<3", "error_count<1"], max: 50 } },
    {
      scripts: [{ name: "s", text: "SELECT 1;" }],
      variables: { a: "b=c", d: "" },
      tables: "none" as const,
    },
  ];
  for (const given of configurations) {
    const config = parseConfig(given);
    const { target_id, ...request } = requestOf(draftOfRun(config, "t"), listWorkloads());
    assert.equal(target_id, "t");
    assert.deepEqual(parseConfig(request), config, JSON.stringify(given));
  }
});

Deno.test("every field of a configuration has a control", async () => {
  await using app = await dashboardApp();
  const names = formIn(await open(app)).map(([name]) => name.split(/[.[]/)[0]);
  for (const field of Object.keys(RunConfig.shape)) {
    // Several rates are typed where one is.
    if (field !== "rate_sweep") assert.ok(names.includes(field), field);
  }
});

Deno.test("limits, those of the web, stand beside the fields before they are broken", async () => {
  await using app = await dashboardApp();
  const { document } = parseHTML(plain(await open(app)));
  const hint = (name: string) => document.getElementById(`field-${name}-hint`)?.textContent;
  assert.equal(hint("test_duration"), "Limits: 10 to 604 800. Default: 60.");
  assert.equal(
    hint("thread_counts"),
    "Separated by commas. Limits: 1 to 64 entries, each 1 to 10 000. Default: 20.",
  );
});

Deno.test("the button says what it does", async () => {
  await using app = await dashboardApp();
  assert.match(await open(app, "?preset=quick-look"), />Run 3 levels, about 38 s</);
  assert.match(await open(app), />Run 1 level, about 63 s</);
});

Deno.test("a preset or run that there isn't is a 404 that says so", async () => {
  await using app = await dashboardApp();
  for (
    const [search, words] of [
      ["?preset=luck", /There is no preset/],
      ["?from=01ARZ3NDEKTSV4RRFFQ69G5FAV", /not kept any more/],
      ["?from=nonsense", /not kept any more/],
      [`?from=${"x".repeat(3000)}`, /not kept any more/],
    ] as const
  ) {
    const response = await app.send(`/${search}`);
    assert.equal(response.status, 404, search.slice(0, 40));
    assert.match(await response.text(), words);
  }
});

Deno.test("without a target it says why nothing can be run, and what to do", async () => {
  await using app = await testApp();
  const html = await open(app);
  assert.match(html, /No target is known yet/);
  const response = await app.post("/", formIn(html));
  assert.equal(response.status, 422);
  assert.match(await response.text(), /href="#field-target_id"/);
});

Deno.test("an empty dashboard says that nothing runs, waits or has run", async () => {
  await using app = await dashboardApp();
  const html = await open(app);
  assert.match(html, /Nothing runs now/);
  assert.match(html, /Nothing waits/);
  assert.match(html, /No run has ended yet/);
});

Deno.test("what runs, waits and has run is in the page without a script, with its ways on", async () => {
  await using app = await dashboardApp();
  const { store } = app.services;
  const target = { id: "embedded", name: "Embedded <b>", kind: "embedded" as const };
  const origin = { target, owner: "local", source: "cli" as const };
  const done = await store.runs.createFinished(randomResult({ status: "completed" }), origin);
  const ids: string[] = [];
  for (const threads of [1, 2, 3]) {
    const { run } = await store.runs.create({
      configuration: { ...parseConfig({ thread_counts: [threads] }), seed: 1 },
      target,
      owner: "local",
      source: "web",
      estimated_time_sec: 600,
    });
    ids.push(run.id);
  }
  const lease = await store.queue.claim("test", { leaseMs: 60_000 });
  await lease?.progress({
    stage_index: 1,
    stage_count: 3,
    phase: "measuring",
    threads: 8,
    rate: null,
  });
  const { document } = parseHTML(plain(await open(app)));
  const section = (id: string) => document.querySelector(`[aria-labelledby=${id}]`);
  const running = section("running-now");
  assert.match(running?.textContent ?? "", /Level 2 of 3: 8 connections, measuring/);
  assert.match(running?.textContent ?? "", /Embedded <b>/);
  assert.equal(running?.querySelector("form")?.getAttribute("action"), `/runs/${ids[0]}/cancel`);
  const queued = [...section("queue")?.querySelectorAll("li") ?? []];
  assert.deepEqual(
    queued.map((item) => item.querySelector("a")?.getAttribute("href")),
    [`/runs/${ids[1]}`, `/runs/${ids[2]}`],
  );
  assert.match(queued[0]?.textContent ?? "", /Next on/);
  assert.match(queued[1]?.textContent ?? "", /Place 2 on/);
  const recent = section("recent");
  assert.match(recent?.textContent ?? "", new RegExp(done.verdict?.status ?? "none"));
  assert.ok(recent?.querySelector(`form[action="/runs/${done.id}/again"] input[name=key]`));
  assert.ok(recent?.querySelector(`a[href="/?from=${done.id}"]`));
  assert.match(recent?.textContent ?? "", /completed/);
  assert.equal(recent?.querySelectorAll("tbody tr").length, 1);
});

Deno.test("a form of another site starts nothing", async () => {
  await using app = await dashboardApp();
  const response = await app.send("/", {
    method: "POST",
    headers: { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
    body: new URLSearchParams(formIn(await open(app))),
  });
  assert.equal(response.status, 403);
  assert.deepEqual((await app.services.store.runs.list()).runs, []);
});
