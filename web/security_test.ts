import assert from "node:assert/strict";
import { contentSecurityPolicy, nonceIn } from "./security.ts";

Deno.test("no inline script runs without the request's nonce", () => {
  const scripts = (policy: string) => /script-src ([^;]*)/.exec(policy)?.[1];
  assert.equal(scripts(contentSecurityPolicy(null)), "'self'");
  assert.equal(scripts(contentSecurityPolicy("abc")), "'self' 'nonce-abc'");
});

Deno.test("nonceIn() finds what another policy gave", () => {
  assert.equal(nonceIn("default-src 'self'; script-src 'self' 'nonce-a1b2'"), "a1b2");
  assert.equal(nonceIn("script-src 'self' 'unsafe-inline'"), null);
  assert.equal(nonceIn(null), null);
});
