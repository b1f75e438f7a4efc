import assert from "node:assert/strict";
import { join, relative } from "node:path";
import { z } from "zod";
import { allowedMethods, OPERATIONS } from "./operations.ts";
import { type Json, openApiDocument } from "./openapi.ts";
import { PROBLEMS } from "./problem.ts";
import { schemaWords } from "./schema_words.ts";
import { testApi } from "./testing.ts";

const ROUTES = new URL("../routes/", import.meta.url).pathname;
/** Pages and redirects, which are for people. */
const PAGES = new Set(["/api", "/api/docs"]);
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

type Operations = Record<string, Record<string, Json>>;
const operations = openApiDocument().paths as Operations;

Deno.test("the OpenAPI document describes every method of every route of the API, and no other", async () => {
  const served: string[] = [];
  const files = [
    ...filesIn(join(ROUTES, "api")),
    ...["ws.ts", "healthz.ts", "metrics.ts"].map((name) => ROUTES + name),
  ];
  for (const file of files) {
    const path = pathOf(relative(ROUTES, file));
    if (file.includes("/_") || PAGES.has(path)) continue;
    const module = await import(file) as { handlers: Record<string, unknown> };
    for (const method of METHODS) {
      if (method in module.handlers) served.push(`${method} ${path}`);
    }
  }
  const described = Object.entries(operations).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`)
  );
  assert.deepEqual(described.toSorted(), served.toSorted());
});

Deno.test("the OpenAPI document names every parameter of its paths and refers to schemas that are there", () => {
  const document = openApiDocument();
  const { schemas } = document.components as { schemas: Json };
  for (const [, name = ""] of JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g)) {
    assert.ok(name.replace("#/components/schemas/", "") in schemas, name);
  }
  const ids = new Set<unknown>();
  for (const [path, methods] of Object.entries(operations)) {
    for (const operation of Object.values(methods)) {
      ids.add(operation.operationId);
      const parameters = (operation.parameters ?? []) as { in: string; name: string }[];
      const inPath = parameters.filter((parameter) => parameter.in === "path");
      const wanted = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      assert.deepEqual(inPath.map(({ name }) => name), wanted, path);
    }
  }
  assert.equal(
    ids.size,
    Object.values(operations).flatMap((methods) => Object.keys(methods)).length,
  );
});

Deno.test("the OpenAPI document is valid for tools: no reference into a schema of its own", () => {
  assert.doesNotMatch(JSON.stringify(openApiDocument()), /#\/\$defs|"\$schema"|"\$id"/);
});

Deno.test("the OpenAPI document keeps what its schemas say of their fields", () => {
  const { schemas } = openApiDocument().components as { schemas: Record<string, Json> };
  const { queue_position } = schemas.Started?.properties as Record<string, Json>;
  assert.match(String(queue_position?.description), /next of its target/);
  const { keys } = schemas.RunRequest?.properties as Record<string, Json>;
  assert.ok(String(keys?.description).length > 20);
  const parameters = operations["/api/benchmarks"]?.get?.parameters as Json[];
  assert.ok(parameters.some(({ description }) => description === "Runs of a page. Default 25."));
});

Deno.test("answers are as the OpenAPI document says", async () => {
  await using api = await testApi();
  const waiting = await api.start({ thread_counts: [1] });
  const doomed = await api.start({ thread_counts: [2] });
  const { id } = await api.finished();
  const configuration = { thread_counts: [4], table_rows: 1_000, test_duration: 10 };
  const patch = { tags: ["nightly"], notes: "n", archived: false };
  const requests: [method: string, path: string, of: string, body?: unknown][] = [
    ["POST", "/api/benchmarks/configure", "/api/benchmarks/configure", configuration],
    ["POST", "/api/benchmarks/configure", "/api/benchmarks/configure", { table_rows: 1 }],
    ["POST", "/api/benchmarks/start", "/api/benchmarks/start", configuration],
    ["POST", "/api/benchmarks/start", "/api/benchmarks/start", { target_id: "nope" }],
    ["GET", "/api/benchmarks/", "/api/benchmarks"],
    ["GET", "/api/benchmarks?limit=1", "/api/benchmarks"],
    ["GET", "/api/benchmarks?cursor=nope", "/api/benchmarks"],
    ["GET", `/api/benchmarks/${id}`, "/api/benchmarks/{id}"],
    ["GET", "/api/benchmarks/nope", "/api/benchmarks/{id}"],
    ["PATCH", `/api/benchmarks/${id}`, "/api/benchmarks/{id}", patch],
    ["PATCH", `/api/benchmarks/${id}`, "/api/benchmarks/{id}", { tags: "x" }],
    ["GET", `/api/benchmarks/${id}/results`, "/api/benchmarks/{id}/results"],
    ["GET", `/api/benchmarks/${id}/results?samples=false`, "/api/benchmarks/{id}/results"],
    ["GET", `/api/benchmarks/${waiting}/results`, "/api/benchmarks/{id}/results"],
    ["GET", `/api/benchmarks/${id}/samples?limit=2`, "/api/benchmarks/{id}/samples"],
    ["GET", `/api/benchmarks/${id}/samples?level=99`, "/api/benchmarks/{id}/samples"],
    ["GET", `/api/benchmarks/${id}/export`, "/api/benchmarks/{id}/export"],
    ["GET", `/api/benchmarks/${id}/export?format=csv`, "/api/benchmarks/{id}/export"],
    ["GET", `/api/benchmarks/${id}/export?format=markdown`, "/api/benchmarks/{id}/export"],
    ["GET", `/api/benchmarks/${id}/export?format=junit`, "/api/benchmarks/{id}/export"],
    ["GET", `/api/benchmarks/${id}/export?format=pdf`, "/api/benchmarks/{id}/export"],
    ["POST", `/api/benchmarks/${waiting}/cancel`, "/api/benchmarks/{id}/cancel"],
    ["POST", `/api/benchmarks/${id}/cancel`, "/api/benchmarks/{id}/cancel"],
    ["GET", `/api/benchmarks/${waiting}/results`, "/api/benchmarks/{id}/results"],
    ["GET", `/api/benchmarks/${id}/events`, "/api/benchmarks/{id}/events"],
    ["GET", `/api/benchmarks/${id}/events?after=9`, "/api/benchmarks/{id}/events"],
    ["DELETE", `/api/benchmarks/${doomed}`, "/api/benchmarks/{id}"],
    ["DELETE", `/api/benchmarks/${doomed}`, "/api/benchmarks/{id}"],
    ["GET", "/ws", "/ws"],
    ["GET", "/api/ws?benchmark_id=1", "/api/ws"],
    ["GET", "/api/queue", "/api/queue"],
    ["GET", "/api/targets", "/api/targets"],
    ["GET", "/api/targets/embedded", "/api/targets/{id}"],
    ["GET", "/api/targets/nope", "/api/targets/{id}"],
    ["GET", "/api/auth/me", "/api/auth/me"],
    ["GET", "/api/openapi.json", "/api/openapi.json"],
    ["GET", "/healthz", "/healthz"],
    ["GET", "/metrics", "/metrics"],
  ];
  for (const [method, path, of, body] of requests) {
    const response = body === undefined
      ? await api.send(path, { method })
      : await api.json(method, path, body);
    await checkAnswer(response, `${method} ${path}`, operations[of]?.[method.toLowerCase()] ?? {});
  }
  const asked = new Set(requests.map(([method, , of]) => `${method.toLowerCase()} ${of}`));
  for (const [path, methods] of Object.entries(operations)) {
    for (const method of Object.keys(methods)) {
      assert.ok(asked.has(`${method} ${path}`), `${method} ${path} is not tried`);
    }
  }
});

Deno.test("the schemas of the OpenAPI document refuse what is not theirs", async () => {
  await using api = await testApi();
  const { id } = await api.finished();
  const run = await (await api.send(`/api/benchmarks/${id}`)).json();
  const schema = standalone({ $ref: "#/components/schemas/Run" });
  assert.ok(schema.safeParse(run).success);
  for (
    const wrong of [{ ...run, status: "done" }, { ...run, more: 1 }, { ...run, id: undefined }]
  ) {
    assert.ok(!schema.safeParse(JSON.parse(JSON.stringify(wrong))).success);
  }
});

Deno.test("the page about the API has every operation, problem and schema, and leads nowhere else", async () => {
  await using api = await testApi();
  const response = await api.send("/api/docs");
  assert.equal(response.status, 200);
  const text = await response.text();
  const ids = new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
  for (const { id } of OPERATIONS) assert.ok(ids.has(id), id);
  for (const code of Object.keys(PROBLEMS)) assert.ok(ids.has(code), code);
  for (const [, target = ""] of text.matchAll(/href="#([^"]+)"/g)) {
    assert.ok(ids.has(target), target);
  }
  const redirect = await api.send("/api");
  assert.equal(redirect.headers.get("location"), "/api/docs");
});

Deno.test("schemaWords() says what a value may be", () => {
  const cases: [Json, string][] = [
    [{ type: "integer", minimum: 1, maximum: 10_000 }, "integer, 1 to 10\u202f000"],
    [
      { type: "array", items: { $ref: "#/components/schemas/Run" }, maxItems: 5 },
      "array of Run, at most 5",
    ],
    [
      { anyOf: [{ type: "string", format: "date-time" }, { type: "null" }] },
      "string (date-time) or null",
    ],
    [{ enum: ["a", "b"] }, "a, b"],
    [{ type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER }, "integer, at least 0"],
    [{ const: true }, "true"],
    [{}, "anything"],
  ];
  for (const [schema, words] of cases) assert.equal(schemaWords(schema), words);
});

Deno.test("allowedMethods() lists what a path answers", () => {
  assert.deepEqual(allowedMethods("/api/benchmarks/"), ["HEAD", "GET", "OPTIONS"]);
  assert.deepEqual(allowedMethods("/api/benchmarks/start"), ["POST", "OPTIONS"]);
  const ofRun = ["HEAD", "GET", "PATCH", "DELETE", "OPTIONS"];
  assert.deepEqual(allowedMethods("/api/benchmarks/X"), ofRun);
  assert.deepEqual(allowedMethods("/api/nope"), []);
});

Deno.test("every code of a problem has a status and a title of its own", () => {
  const titles = Object.values(PROBLEMS).map(({ title }) => title);
  assert.equal(new Set(titles).size, titles.length);
  for (const { status } of Object.values(PROBLEMS)) assert.ok(status >= 400 && status < 600);
});

/** The status is described, the content type is one of it, the body fits the schema, the headers are named. */
async function checkAnswer(response: Response, what: string, operation: Json): Promise<void> {
  const responses = operation.responses as Record<string, Json>;
  const described = responses[response.status];
  assert.ok(described, `${what} answers ${response.status}, which is not described`);
  const headers = Object.keys((described.headers ?? {}) as Json);
  for (const name of ["location", "link", "content-disposition", "idempotency-replayed"]) {
    const isNamed = headers.some((header) => header.toLowerCase() === name);
    if (response.headers.has(name)) assert.ok(isNamed, `${what} has ${name}`);
  }
  const text = await response.text();
  const content = described.content as Record<string, { schema: Json }> | undefined;
  if (content === undefined) return assert.equal(text, "", what);
  const type = response.headers.get("content-type") ?? "";
  assert.ok(type in content, `${what} is ${type}`);
  if (!type.includes("json")) return assert.ok(text.length > 0, what);
  const parsed = standalone(content[type]?.schema ?? {}).safeParse(JSON.parse(text));
  assert.ok(parsed.success, `${what}: ${JSON.stringify(parsed.error?.issues.slice(0, 3))}`);
}

/** A schema of the document, made a validator. */
function standalone(schema: Json): z.ZodType {
  const { schemas } = openApiDocument().components as { schemas: Json };
  const text = JSON.stringify({ ...schema, $defs: schemas });
  return z.fromJSONSchema(JSON.parse(text.replaceAll("#/components/schemas/", "#/$defs/")));
}

function pathOf(file: string): string {
  const path = `/${file.replace(/\.tsx?$/, "").replaceAll(/\[(\w+)\]/g, "{$1}")}`;
  return path.replace(/\/index$/, "") || "/";
}

function filesIn(folder: string): string[] {
  return Array.from(Deno.readDirSync(folder)).flatMap(({ name, isDirectory }) =>
    isDirectory ? filesIn(join(folder, name)) : [join(folder, name)]
  );
}
