import assert from "node:assert/strict";
import { openMetrics } from "./open_metrics.ts";
import { RequestMetrics } from "./request_metrics.ts";

Deno.test("openMetrics() writes families with their metadata, and the end", () => {
  const text = openMetrics([
    {
      name: "a_bytes",
      type: "gauge",
      unit: "bytes",
      help: 'What a "is".\nAnd \\ more.',
      points: [{ value: 1.5 }, { labels: { path: 'a"b\\c\nd', other: "" }, value: Infinity }],
    },
  ]);
  assert.deepEqual(text.split("\n"), [
    "# TYPE a_bytes gauge",
    "# UNIT a_bytes bytes",
    '# HELP a_bytes What a \\"is\\".\\nAnd \\\\ more.',
    "a_bytes 1.5",
    'a_bytes{path="a\\"b\\\\c\\nd",other=""} +Inf',
    "# EOF",
    "",
  ]);
});

Deno.test("RequestMetrics cumulates durations by route, method and status", () => {
  const metrics = new RequestMetrics();
  for (const seconds of [0.001, 0.02, 0.3, 100]) metrics.observe("/a", "GET", 200, seconds);
  metrics.observe(null, "GET", 404, 0.1);
  const lines = openMetrics([metrics.family()]).split("\n");
  const name = "lakebench_http_request_duration_seconds";
  const of = (suffix: string, labels: string) =>
    lines.find((line) => line.startsWith(`${name}${suffix}{${labels}}`))?.split(" ").at(-1);
  const labels = 'route="/a",method="GET",status="200"';
  assert.equal(of("_bucket", `${labels},le="0.001"`), "1");
  assert.equal(of("_bucket", `${labels},le="0.025"`), "2");
  assert.equal(of("_bucket", `${labels},le="10.0"`), "3");
  assert.equal(of("_bucket", `${labels},le="+Inf"`), "4");
  assert.equal(of("_count", labels), "4");
  assert.equal(Number(of("_sum", labels)).toFixed(3), "100.321");
  assert.equal(of("_count", 'route="none",method="GET",status="404"'), "1");
});

Deno.test("RequestMetrics has one series for methods that clients make up", () => {
  const metrics = new RequestMetrics();
  for (let n = 0; n < 100; n++) metrics.observe("/a", `METHOD${n}`, 405, 0.1);
  const counts = metrics.family().points.filter(({ suffix }) => suffix === "_count");
  assert.deepEqual(counts.map(({ value }) => value), [100]);
});
