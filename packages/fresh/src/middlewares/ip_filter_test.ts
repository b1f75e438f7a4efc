import assert from "node:assert/strict";
import { App } from "../app.ts";
import { ipFilter, type IpFilterOptions, type IpFilterRules } from "./ip_filter.ts";

async function status(
  hostname: string,
  rules: IpFilterRules,
  options?: IpFilterOptions,
): Promise<number> {
  const app = new App().use(ipFilter(rules, options)).get(
    "/",
    () => new Response("ok"),
  );
  const remoteAddr: Deno.NetAddr = { transport: "tcp", hostname, port: 1 };
  const info = { remoteAddr, completed: Promise.resolve() };
  return (await app.handler()(new Request("http://localhost/"), info)).status;
}

Deno.test("ipFilter() refuses denied addresses and subnets", async () => {
  const rules = { denyList: ["192.0.2.10", "10.0.0.0/8", "2001:db8::/32"] };
  assert.equal(await status("192.0.2.10", rules), 403);
  assert.equal(await status("10.1.2.3", rules), 403);
  assert.equal(await status("2001:db8::1", rules), 403);
  assert.equal(await status("192.0.2.11", rules), 200);
});

Deno.test("ipFilter() refuses what isn't allowed, and what is both", async () => {
  const rules = { allowList: ["192.0.2.0/24"], denyList: ["192.0.2.10"] };
  assert.equal(await status("192.0.2.11", rules), 200);
  assert.equal(await status("192.0.2.10", rules), 403);
  assert.equal(await status("198.51.100.1", rules), 403);
  assert.equal(await status("localhost", rules), 403);
});

Deno.test("ipFilter() can answer otherwise", async () => {
  let seen: unknown;
  const onBlocked: IpFilterOptions["onBlocked"] = (remote) => {
    seen = remote;
    return new Response("no", { status: 401 });
  };
  assert.equal(
    await status("10.0.0.1", { denyList: ["10.0.0.1"] }, { onBlocked }),
    401,
  );
  assert.deepEqual(seen, { addr: "10.0.0.1", type: "IPv4" });
});

Deno.test("ipFilter() refuses rules that are no address", () => {
  for (const rule of ["nope", "10.0.0.0/33", "10.0.0.0/8/8", "10.0.0.0/-1"]) {
    assert.throws(() => ipFilter({ denyList: [rule] }), TypeError);
  }
});
