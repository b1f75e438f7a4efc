import assert from "node:assert/strict";
import { testApi } from "../../api/testing.ts";
import { randomLevel, randomResult } from "../../engine/report/random_result.ts";

Deno.test("a run that waits shows its place, and can be cancelled", async () => {
  await using api = await testApi();
  const [, second] = [await api.start(), await api.start()];
  const html = await (await api.send(`/runs/${second}`)).text();
  assert.match(html, /Waiting in the queue/);
  assert.match(html, /1 before it/);
  assert.match(html, new RegExp(`action="/runs/${second}/cancel"`));
  const cancelled = await api.post(`/runs/${second}/cancel`, []);
  assert.deepEqual([cancelled.status, cancelled.headers.get("location")], [303, `/runs/${second}`]);
  const after = await (await api.send(`/runs/${second}`)).text();
  assert.match(after, /It was cancelled before anything was measured\./);
  assert.match(after, /Run again/);
});

Deno.test("cancelling again, or what has ended, leads back to the run and changes nothing", async () => {
  await using api = await testApi();
  const { id } = await api.finished();
  const response = await api.post(`/runs/${id}/cancel`, []);
  assert.equal(response.status, 303);
  assert.equal((await api.services.store.runs.get(id))?.status, "completed");
});

Deno.test("a run under way shows what its log says by now, and its levels to come", async () => {
  await using api = await testApi();
  const { store } = api.services;
  const id = await api.start({ thread_counts: [3, 7] });
  const lease = await store.queue.claim("test", { leaseMs: 60_000 });
  assert.ok(lease);
  const { samples: _, histogram: __, ...level } = randomLevel({ threads: 3 });
  const stage = { index: 1, to_come: 0, threads: 7, rate: null, repetition: 1 };
  await store.events.append(lease, [
    { type: "notice", severity: "warning", message: "<b>slow</b> disk" },
    { type: "stage_finished", stage_index: 0, level },
    { type: "stage_phase", stage, phase: "warmup" },
  ]);
  const read = async () => await (await api.send(`/runs/${id}`)).text();
  const html = await read();
  assert.match(html, /Level 2 of 2: 7 connections, warming up/);
  assert.match(html, /&lt;b>slow&lt;\/b> disk/);
  assert.equal(html.match(/>to come</g)?.length, 1);
  await store.events.append(lease, [{ type: "notice", severity: "info", message: "one more" }]);
  // The second page reads on from what the first remembered.
  assert.match(await read(), /one more/);
  await lease.abandon();
  const after = await read();
  assert.match(after, /The runner was stopped while the run was going on\./);
  assert.match(after, /one more/);
});

Deno.test("a finished run says first whether to believe it; then figures, levels, charts", async () => {
  await using api = await testApi();
  const { id } = await api.finished(randomResult({
    configuration: { thresholds: ["p99_latency_ms<0.000001"] },
    verdict: { status: "suspect", reasons: ["a <i>reason</i>"] },
  }));
  const html = await (await api.send(`/runs/${id}`)).text();
  const order = [
    ">suspect<",
    "<li>a &lt;i>reason&lt;/i>",
    "Throughput",
    'id="levels"',
    'id="thresholds"',
  ];
  const places = [...order, 'id="charts"', 'id="generator"', 'id="raw"'].map((text) =>
    html.indexOf(text)
  );
  assert.deepEqual(places, places.toSorted((a, b) => a - b));
  assert.ok(places.every((place) => place > 0), String(places));
  assert.match(html, /<svg [^>]*role="img"/);
});

Deno.test("a failed run says why, with the SQLSTATE and what to do, and no verdict of nothing", async () => {
  await using api = await testApi();
  const { id } = await api.finished(randomResult({
    status: "failed",
    levels: [],
    verdict: { status: "invalid", reasons: ["nothing was measured"] },
    error: {
      code: "permission_denied",
      message: "permission denied for <schema>",
      sqlstate: "42501",
      hint: "Grant it.",
    },
  }));
  const html = await (await api.send(`/runs/${id}`)).text();
  assert.match(html, /permission denied for &lt;schema>/);
  assert.match(html, /<code>42501<\/code>/);
  assert.match(html, /Grant it\./);
  assert.doesNotMatch(html, /nothing was measured/);
});

Deno.test("a run is run again once for each page, however often its button is pressed", async () => {
  await using api = await testApi();
  const id = await api.start();
  await api.post(`/runs/${id}/cancel`, []);
  const again = (key: string) => api.post(`/runs/${id}/again`, [["key", key]]);
  const [first, double, other] = [await again("a"), await again("a"), await again("b")];
  assert.equal(first.status, 303);
  assert.equal(double.headers.get("location"), first.headers.get("location"));
  assert.notEqual(other.headers.get("location"), first.headers.get("location"));
  const path = first.headers.get("location")?.split("/").at(-1) ?? "";
  const { store } = api.services;
  const [old, made] = [await store.runs.get(id), await store.runs.get(path)];
  assert.equal(made?.suite, old?.suite);
});

Deno.test("a run whose target is gone is not run again: a 400 that says so", async () => {
  await using api = await testApi();
  const result = randomResult();
  await api.services.store.runs.createFinished(result, {
    target: { id: "gone", name: "Gone", kind: "postgres" },
    owner: "local",
    source: "import",
  });
  const response = await api.post(`/runs/${result.id}/again`, [["key", "k"]]);
  assert.equal(response.status, 400);
  assert.match(await response.text(), /target_id must be one of embedded, got/);
});

Deno.test("an id that no run has is a 404 page, for reading and for doing", async () => {
  await using api = await testApi();
  for (const id of ["01M83WXRQ2VQXPQQJFPEDMN9YY", "nonsense", "%3Cb%3E"]) {
    assert.equal((await api.send(`/runs/${id}`)).status, 404, id);
    for (const deed of ["again", "cancel"]) {
      assert.equal((await api.post(`/runs/${id}/${deed}`, [])).status, 404, `${deed} ${id}`);
    }
  }
});
