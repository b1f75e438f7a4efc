import assert from "node:assert/strict";
import { parseConfig, type RunConfigInput } from "../../engine/config.ts";
import { randomResult } from "../../engine/report/random_result.ts";
import type { RunRecord } from "../../store/run_record.ts";
import type { Store } from "../../store/open_store.ts";
import { testApp } from "../../web/testing.ts";

const TARGET = { id: "embedded", name: "Embedded PostgreSQL", kind: "embedded" as const };

/** A run that waits in the queue. */
async function queued(store: Store, config: RunConfigInput = {}): Promise<RunRecord> {
  const { run } = await store.runs.create({
    configuration: { ...parseConfig(config), seed: 1 },
    target: TARGET,
    owner: "local",
    source: "web",
    estimated_time_sec: 60,
  });
  return run;
}

/** A run that has completed. */
async function finished(store: Store, tags: readonly string[] = []): Promise<RunRecord> {
  const origin = { target: TARGET, owner: "local", source: "cli" as const, tags };
  return await store.runs.createFinished(randomResult({ status: "completed" }), origin);
}

/** Ids of the runs that a page lists, in its order. */
function listedIn(html: string): string[] {
  return [...html.matchAll(/name="run" value="(\w{26})" aria-label/g)].map(([, id]) => id ?? "");
}

Deno.test("an empty history says what brings runs into it", async () => {
  await using app = await testApp();
  assert.match(await (await app.send("/history")).text(), /<h2[^>]*>No run yet<\/h2>/);
  assert.match(await (await app.send("/history?archived=yes")).text(), /The archive is empty/);
  assert.match(await (await app.send("/history?tag=a")).text(), /No run fits/);
});

Deno.test("a run is listed with its title, target, state, verdict and figures", async () => {
  await using app = await testApp();
  const { store } = app.services;
  const run = await finished(store, ["release-12"]);
  await store.runs.edit(run.id, { notes: "<b>slow</b> disk" });
  const html = await (await app.send("/history")).text();
  assert.deepEqual(listedIn(html), [run.id]);
  assert.match(html, new RegExp(`href="/runs/${run.id}"`));
  assert.match(html, /Embedded PostgreSQL/);
  assert.match(html, />completed</);
  assert.match(html, new RegExp(`>${run.verdict?.status}<`));
  assert.match(html, new RegExp(`title="${run.headline?.p99_latency_ms}"`));
  assert.match(html, /href="\/history\?tag=release-12"/);
  assert.match(html, /&lt;b>slow&lt;\/b> disk/);
});

Deno.test("filters choose, are shown as they were given, and stay in the links", async () => {
  await using app = await testApp();
  const { store } = app.services;
  const nightly = await finished(store, ["nightly"]);
  await finished(store, ["other"]);
  await queued(store);
  const html = await (await app.send("/history?tag=nightly&status=completed")).text();
  assert.deepEqual(listedIn(html), [nightly.id]);
  assert.match(html, /name="tag"[^>]*value="nightly"|value="nightly"[^>]*name="tag"/);
  assert.match(html, /<option value="completed" selected>/);
  assert.match(html, /href="\/history\?status=completed&amp;tag=nightly&amp;sort=p99"/);
  assert.match(html, /name="back" value="\/history\?status=completed&amp;tag=nightly"/);
  const pending = await (await app.send("/history?status=pending")).text();
  assert.equal(listedIn(pending).length, 1);
});

Deno.test("the newest comes first, and a header turns the order around", async () => {
  await using app = await testApp();
  const first = await queued(app.services.store);
  const second = await queued(app.services.store);
  const html = await (await app.send("/history")).text();
  assert.deepEqual(listedIn(html), [second.id, first.id]);
  assert.match(html, /aria-sort="descending"><a[^>]* href="\/history\?direction=asc"/);
  const turned = await (await app.send("/history?direction=asc")).text();
  assert.deepEqual(listedIn(turned), [first.id, second.id]);
});

Deno.test("pages go on by cursor until every run was shown once", async () => {
  await using app = await testApp();
  const made = new Set<string>();
  for (let i = 0; i < 30; i++) made.add((await queued(app.services.store)).id);
  const seen: string[] = [];
  let next: string | undefined = "/history?status=pending";
  for (let page = 0; next !== undefined && page < 5; page++) {
    const html: string = await (await app.send(next)).text();
    seen.push(...listedIn(html));
    next = /href="([^"]*cursor=[^"]*)"/.exec(html)?.[1]?.replaceAll("&amp;", "&");
    assert.equal(page > 0, html.includes(">First page<") || /First page<\/a>/.test(html));
  }
  assert.equal(next, undefined);
  assert.equal(seen.length, 30);
  assert.deepEqual(new Set(seen), made);
});

Deno.test("a wrong parameter is a 400 that names it", async () => {
  await using app = await testApp();
  for (
    const [search, words] of [
      ["status=finished", /status must be one of/],
      ["sort=luck", /sort must be one of/],
      ["cursor=zzz", /cursor/],
      [`q=${"x".repeat(201)}`, /q must be at most 200/],
    ] as const
  ) {
    const response = await app.send(`/history?${search}`);
    assert.equal(response.status, 400, search);
    assert.match(await response.text(), words);
  }
});

Deno.test("runs are archived, and taken back by the undo that is offered", async () => {
  await using app = await testApp();
  const { store } = app.services;
  const [a, b] = [await finished(store), await finished(store)];
  const fields = [["back", "/history?status=completed"], ["action", "archive"]] as const;
  const archived = await app.post("/history/selection", [...fields, ["run", a.id]]);
  assert.equal(archived.status, 303);
  const html = await (await app.send(archived.headers.get("location") ?? "")).text();
  assert.deepEqual(listedIn(html), [b.id]);
  assert.match(html, /1 run archived\./);
  assert.match(html, new RegExp(`type="hidden" name="run" value="${a.id}"`));
  assert.match(html, /name="action" value="unarchive"/);
  assert.deepEqual(listedIn(await (await app.send("/history?archived=yes")).text()), [a.id]);

  const undone = await app.post("/history/selection", [
    ["back", "/history"],
    ["action", "unarchive"],
    ["run", a.id],
  ]);
  const after = await (await app.send(undone.headers.get("location") ?? "")).text();
  assert.match(after, /1 run taken out of the archive\./);
  assert.equal(listedIn(after).length, 2);
});

Deno.test("nothing selected is said, and nothing changed", async () => {
  await using app = await testApp();
  const run = await finished(app.services.store);
  const response = await app.post("/history/selection", [["action", "delete"]]);
  const html = await (await app.send(response.headers.get("location") ?? "")).text();
  assert.match(html, /No run was selected/);
  assert.deepEqual(listedIn(html), [run.id]);
});

Deno.test("deleting asks once, names the runs, and then they are gone", async () => {
  await using app = await testApp();
  const { store } = app.services;
  const [a, b] = [await finished(store), await finished(store)];
  const asked = await app.post("/history/selection", [["action", "delete"], ["run", a.id]]);
  const question = asked.headers.get("location") ?? "";
  assert.match(question, /^\/history\/delete\?/);
  const html = await (await app.send(question)).text();
  assert.match(html, /<h1[^>]*>Delete the run\?<\/h1>/);
  assert.match(html, new RegExp(`href="/runs/${a.id}"`));
  assert.match(html, /can't be undone|can&#39;t be undone/);
  assert.notEqual(await store.runs.get(a.id), null);

  const deleted = await app.post("/history/delete", [["back", "/history"], ["run", a.id]]);
  const after = await (await app.send(deleted.headers.get("location") ?? "")).text();
  assert.match(after, /1 run deleted\./);
  assert.deepEqual(listedIn(after), [b.id]);
  assert.equal(await store.runs.get(a.id), null);
  assert.equal((await app.send(question)).status, 404);
});

Deno.test("a run that is being executed is kept when others are deleted", async () => {
  await using app = await testApp();
  const { store } = app.services;
  const running = await queued(store);
  assert.equal((await store.queue.claim("test", { leaseMs: 60_000 }))?.run.id, running.id);
  const done = await finished(store);
  const response = await app.post("/history/delete", [["run", running.id], ["run", done.id]]);
  const html = await (await app.send(response.headers.get("location") ?? "")).text();
  assert.match(html, /1 run deleted\. 1 run still running was kept/);
  assert.deepEqual(listedIn(html), [running.id]);
});

Deno.test("tags and notes are saved, and come back as they were typed", async () => {
  await using app = await testApp();
  const { store } = app.services;
  const run = await finished(store);
  const saved = await app.post(`/history/${run.id}`, [
    ["back", "/history?tag=old"],
    ["tags", "nightly, release 12"],
    ["notes", "first\r\nsecond"],
  ]);
  assert.equal(saved.status, 303);
  assert.match(saved.headers.get("location") ?? "", /^\/history\?tag=old&done=saved/);
  const { tags, notes } = await store.runs.get(run.id) ?? {};
  assert.deepEqual(tags, ["nightly", "release 12"]);
  assert.equal(notes, "first\nsecond");
  const html = await (await app.send(`/history/${run.id}`)).text();
  assert.match(html, /value="nightly, release 12"/);
  assert.match(html, /<textarea[^>]*>first\nsecond<\/textarea>/);
});

Deno.test("tags that are too many are refused beside the field, and nothing typed is lost", async () => {
  await using app = await testApp();
  const run = await finished(app.services.store, ["kept"]);
  const typed = Array.from({ length: 21 }, (_, i) => `tag${i}`).join(", ");
  const response = await app.post(`/history/${run.id}`, [["tags", typed], [
    "notes",
    "</textarea>",
  ]]);
  assert.equal(response.status, 422);
  const html = await response.text();
  assert.match(html, /role="alert"/);
  assert.match(html, /<a[^>]* href="#field-tags">Tags: a run can have at most 20/);
  assert.match(html, /aria-invalid="true"/);
  assert.ok(html.includes(`value="${typed}"`));
  assert.match(html, /&lt;\/textarea>/);
  assert.deepEqual((await app.services.store.runs.get(run.id))?.tags, ["kept"]);
});

Deno.test("a run that isn't kept is a 404, however it is named", async () => {
  await using app = await testApp();
  for (const id of ["01ARZ3NDEKTSV4RRFFQ69G5FAV", "nonsense", "x".repeat(3000), "%00"]) {
    assert.equal((await app.send(`/history/${id}`)).status, 404, id.slice(0, 30));
    assert.equal((await app.post(`/history/${id}`, [["tags", "a"]])).status, 404);
  }
  assert.equal((await app.send("/history/delete?run=nonsense")).status, 404);
});

Deno.test("what is no form, or asks for what can't be done, is refused", async () => {
  await using app = await testApp();
  const json = await app.send("/history/selection", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  assert.equal(json.status, 415);
  const unknown = await app.post("/history/selection", [["action", "explode"]]);
  assert.equal(unknown.status, 400);
  assert.match(await unknown.text(), /action must be one of archive, unarchive, delete, got/);
});

Deno.test("a form leads back to this site only", async () => {
  await using app = await testApp();
  const run = await finished(app.services.store);
  const response = await app.post("/history/selection", [
    ["action", "archive"],
    ["run", run.id],
    ["back", "//evil.example/history"],
  ]);
  assert.match(response.headers.get("location") ?? "", /^\/history\?done=archived/);
});
