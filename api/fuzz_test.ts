import assert from "node:assert/strict";
import { testApi } from "./testing.ts";

Deno.test("no request of random paths, parameters and bodies is answered with 500", async () => {
  await using api = await testApi();
  const ids = [await api.start(), (await api.finished()).id, "nope", "%", "%FF", ""];
  for (let round = 0; round < 400; round++) {
    const [path, init] = randomRequest(ids);
    const response = await api.send(path, init);
    await response.body?.cancel();
    const said = `${init.method} ${path} ${String(init.body).slice(0, 300)}`;
    assert.ok(response.status < 500, `${response.status} ${said}`);
    if (response.status < 400) continue;
    assert.equal(response.headers.get("content-type"), "application/problem+json", said);
  }
});

function randomRequest(ids: readonly string[]): [path: string, init: RequestInit] {
  const id = oneOf(ids);
  const path = oneOf([
    "/api/benchmarks/configure",
    "/api/benchmarks/start",
    "/api/benchmarks",
    `/api/benchmarks/${id}`,
    `/api/benchmarks/${id}/${oneOf(["results", "samples", "export", "cancel", "events", "x"])}`,
    "/api/queue",
    `/api/targets/${id}`,
    "/ws",
    "/metrics",
  ]);
  const query = Array.from(
    { length: whole(3) },
    () =>
      `${
        oneOf([
          "limit",
          "cursor",
          "after",
          "level",
          "status",
          "format",
          "search",
          "sort",
          "tag",
          "%FF",
          "",
        ])
      }=${
        oneOf([
          "",
          "1",
          "-1",
          "1e9",
          "%00",
          "%F0%9F%98%80",
          "%E0%A4",
          "x".repeat(50),
          "NaN",
          "true",
          "null",
        ])
      }`,
  );
  const method = oneOf(["GET", "POST", "PATCH", "DELETE", "PUT", "OPTIONS"]);
  const hasBody = method === "POST" || method === "PATCH" || method === "PUT";
  const text = JSON.stringify(randomBody());
  const body = oneOf([text, text, text, text.slice(0, whole(text.length)), "\u0000", "{}"]);
  const type = oneOf([
    "application/json",
    "application/json",
    "application/json",
    "text/plain",
    "a/b;;",
  ]);
  return [`${path}${query.length > 0 ? `?${query.join("&")}` : ""}`, {
    method,
    headers: {
      "content-type": type,
      ...(whole(3) === 0 && { "last-event-id": oneOf(["1", "x", "-1"]) }),
    },
    ...(hasBody && { body }),
  }];
}

/** Fields of configurations and edits with values of all kinds. */
function randomBody(): unknown {
  const fields = [
    "thread_counts",
    "table_rows",
    "test_duration",
    "batch_size",
    "workload",
    "scripts",
    "rate",
    "rate_sweep",
    "thresholds",
    "variables",
    "seed",
    "repetitions",
    "find_knee",
    "pipeline",
    "driver",
    "target_id",
    "tags",
    "notes",
    "archived",
    "__proto__",
    "constructor",
  ];
  return Object.fromEntries(
    Array.from({ length: whole(5) }, () => [oneOf(fields), randomValue(0)]),
  );
}

function randomValue(depth: number): unknown {
  const some = [
    0,
    1,
    -1,
    10,
    1e308,
    0.1,
    "",
    "x",
    "1",
    "select-only",
    "p99_latency_ms<5",
    "\ud800",
    "\u0000",
    true,
    null,
  ];
  if (depth > 2 || whole(2) === 0) return oneOf(some);
  if (whole(2) === 0) return Array.from({ length: whole(4) }, () => randomValue(depth + 1));
  const names = ["name", "text", "weight", "over", "conditions", "a"];
  return Object.fromEntries(
    Array.from({ length: whole(3) }, () => [oneOf(names), randomValue(depth + 1)]),
  );
}

function oneOf<T>(items: readonly T[]): T {
  return items[whole(items.length)] as T;
}

function whole(below: number): number {
  return Math.floor(Math.random() * below);
}
