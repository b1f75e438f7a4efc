import assert from "node:assert/strict";
import { RunConfig } from "../engine/config.ts";
import { configurationFields, fieldLimits, webLimits } from "./field_limits.ts";

const plain = (name: string) => fieldLimits(name).replaceAll("\u202f", " ");

Deno.test("fieldLimits() says limits and default as the schema has them", () => {
  assert.equal(plain("table_rows"), "Limits: 1 000 to 1 000 000 000. Default: 1 000 000.");
  assert.equal(plain("thread_counts"), "Limits: 1 to 64 entries, each 1 to 10 000. Default: 20.");
  assert.equal(plain("keys"), "One of: uniform, zipfian, sequential. Default: uniform.");
  assert.equal(plain("rate"), "Limits: 0.1 to 10 000 000.");
  assert.equal(plain("latency_limit_ms"), "Limits: above 0, up to 3 600 000.");
  assert.equal(plain("workload"), "Default: lakebase-lookup.");
});

Deno.test("fieldLimits() has nothing to say of a field without limits, or of none", () => {
  assert.equal(fieldLimits("variables"), "");
  assert.equal(fieldLimits("luck"), "");
});

Deno.test("configurationFields() are those of the schema", () => {
  assert.deepEqual(configurationFields(), Object.keys(RunConfig.shape));
});

Deno.test("webLimits() are those of a run that is started through the web", () => {
  const plain = (name: string) => webLimits(name).replaceAll("\u202f", " ");
  assert.equal(plain("test_duration"), "Limits: 10 to 604 800. Default: 60.");
  assert.equal(plain("find_knee.resolution_pct"), "Limits: 0.1 to 100. Default: 5.");
  assert.equal(plain("find_knee.luck"), "");
});
