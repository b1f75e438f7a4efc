import assert from "node:assert/strict";
import { testApi } from "./testing.ts";

Deno.test("healthz is 503 once the store no longer answers", async () => {
  const api = await testApi();
  assert.equal((await api.send("/healthz")).status, 200);
  await api[Symbol.asyncDispose]();
  const response = await api.send("/healthz");
  assert.equal(response.status, 503);
  assert.equal((await response.json()).code, "unavailable");
});

Deno.test("metrics tell of runs, the queue, runners and requests", async () => {
  await using api = await testApi();
  await api.start();
  await api.start();
  await api.finished();
  const lease = await api.services.store.queue.claim('a "runner"', { leaseMs: 60_000 });
  await api.send("/api/nope");
  const response = await api.send("/metrics");
  assert.equal(
    response.headers.get("content-type"),
    "application/openmetrics-text; version=1.0.0; charset=utf-8",
  );
  const lines = (await response.text()).split("\n");
  const wanted = [
    'lakebench_runs{status="completed"} 1',
    'lakebench_runs{status="running"} 1',
    "lakebench_queue_depth 1",
    'lakebench_runner_runs{runner="a \\"runner\\""} 1',
    'lakebench_http_request_duration_seconds_count{route="/api/benchmarks/start",method="POST",status="201"} 2',
    'lakebench_http_request_duration_seconds_count{route="none",method="GET",status="404"} 1',
  ];
  for (const line of wanted) assert.ok(lines.includes(line), line);
  assert.deepEqual(lines.slice(-2), ["# EOF", ""]);
  await lease?.abandon();
});
