import assert from "node:assert/strict";
import { App } from "../app.ts";
import { cors, type CORSOptions } from "./cors.ts";

async function send(
  options: CORSOptions | undefined,
  method = "GET",
  headers: Record<string, string> = {},
): Promise<Response> {
  const app = new App().use(cors(options)).get("/", () => new Response("ok"));
  const init = { method, headers: { origin: "https://a.com", ...headers } };
  return await app.handler()(new Request("http://localhost/", init));
}

Deno.test("cors() allows every origin by default", async () => {
  const { headers } = await send(undefined);
  assert.equal(headers.get("access-control-allow-origin"), "*");
  assert.equal(headers.get("vary"), null);
});

Deno.test("cors() allows only the origins it is told", async () => {
  const allow = async (options: CORSOptions) =>
    (await send(options)).headers.get("access-control-allow-origin");
  assert.equal(await allow({ origin: "https://a.com" }), "https://a.com");
  assert.equal(
    await allow({ origin: ["https://b.com", "https://a.com"] }),
    "https://a.com",
  );
  assert.equal(await allow({ origin: (it) => it }), "https://a.com");
  assert.equal(await allow({ origin: "https://b.com" }), null);
  assert.equal(
    (await send({ origin: "https://a.com" })).headers.get("vary"),
    "Origin",
  );
});

Deno.test("cors() answers preflights with 204", async () => {
  const response = await send(
    {
      origin: "https://a.com",
      maxAge: 600,
      credentials: true,
      exposeHeaders: ["x-a", "x-b"],
    },
    "OPTIONS",
    { "access-control-request-headers": "x-one, x-two" },
  );
  const { headers } = response;
  assert.equal(response.status, 204);
  assert.equal(
    headers.get("access-control-allow-methods"),
    "GET,HEAD,PUT,POST,DELETE,PATCH",
  );
  assert.equal(headers.get("access-control-allow-headers"), "x-one,x-two");
  assert.equal(headers.get("access-control-max-age"), "600");
  assert.equal(headers.get("access-control-allow-credentials"), "true");
  assert.equal(headers.get("access-control-expose-headers"), "x-a,x-b");
  assert.equal(headers.get("vary"), "Origin, Access-Control-Request-Headers");
});
