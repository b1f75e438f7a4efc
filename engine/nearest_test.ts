import assert from "node:assert/strict";
import { nearest } from "./nearest.ts";

Deno.test("nearest() finds a name one slip away", () => {
  assert.equal(nearest("treads", ["threads", "rows"]), "threads");
  assert.equal(nearest("Rows", ["threads", "rows"]), "rows");
});

Deno.test("nearest() suggests nothing when every name is far", () => {
  assert.equal(nearest("colour", ["threads", "rows"]), undefined);
  assert.equal(nearest("x", []), undefined);
});

Deno.test("nearest() completes a beginning that only one name has", () => {
  assert.equal(nearest("tpcb", ["tpcb-like", "select-only"]), "tpcb-like");
  assert.equal(nearest("tes", ["test_duration", "test_rows_and_more"]), undefined);
});
