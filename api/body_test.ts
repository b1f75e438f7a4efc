import assert from "node:assert/strict";
import { z } from "zod";
import { check, DEPTH_LIMIT, readJson } from "./body.ts";
import { RequestError } from "./request_error.ts";

const post = (body: BodyInit, type: string | null = "application/json") => {
  const headers = new Headers();
  if (type !== null) headers.set("content-type", type);
  return new Request("http://localhost/", { method: "POST", headers, body });
};

const fails = (req: Request, code: string, message: RegExp, options = {}) =>
  assert.rejects(readJson(req, options), (error) => {
    assert.ok(error instanceof RequestError);
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  });

Deno.test("readJson() reads JSON, whatever parameters its type has", async () => {
  assert.deepEqual(await readJson(post('{"a":[1]}')), { a: [1] });
  assert.equal(await readJson(post("1", "Application/JSON; charset=utf-8")), 1);
});

Deno.test("readJson() refuses other types, and names them", async () => {
  await fails(
    post("{}", "text/plain"),
    "media_type_unsupported",
    /application\/json, got "text\/plain"/,
  );
  await fails(post(new Uint8Array([123, 125]), null), "media_type_unsupported", /no content type/);
});

Deno.test("readJson() takes a body of the limit and refuses a byte more", async () => {
  const text = (bytes: number) => `"${"x".repeat(bytes - 2)}"`;
  await readJson(post(text(100)), { limit: 100 });
  await fails(post(text(101)), "body_too_large", /may have 100 bytes/, { limit: 100 });
});

Deno.test("readJson() reads no further than the limit", async () => {
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1_000;
      controller.enqueue(new Uint8Array(1_000).fill(32));
    },
  });
  await fails(post(endless), "body_too_large", /65536 bytes/);
  assert.ok(sent < 80_000, `${sent} bytes were taken`);
});

Deno.test("readJson() says where a text stops being JSON", async () => {
  await fails(post('{\n"a": 1,\n}'), "json_invalid", /line 3, column 1/);
  await fails(post(""), "json_invalid", /is empty/);
  await fails(post(new Uint8Array([34, 255, 34])), "json_invalid", /UTF-8/);
});

Deno.test("readJson() refuses what nests too deep", async () => {
  const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
  await readJson(post(nested(DEPTH_LIMIT)));
  await fails(post(nested(DEPTH_LIMIT + 1)), "json_invalid", /nests 17/);
  await fails(post(nested(20_000)), "json_invalid", /nests 20000/);
});

Deno.test("check() names every wrong field with its limit and value", () => {
  const schema = z.strictObject({ a: z.number().max(3), b: z.array(z.string().min(1)) });
  const wrong = { a: 4, b: ["x", ""], c: true };
  assert.throws(() => check(schema, wrong, "body_invalid"), (error) => {
    assert.ok(error instanceof RequestError);
    const summary = error.fields.map(({ field, limit, value }) => [field, limit, value]);
    assert.deepEqual(summary, [["a", 3, 4], ["b[1]", 1, ""], ["c", null, true]]);
    return true;
  });
  assert.throws(() => check(schema, null, "body_invalid"), /must be a JSON object/);
});
