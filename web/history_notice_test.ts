import assert from "node:assert/strict";
import { ulid } from "ulid";
import { deedOf, runIds, withDeed } from "./history_notice.ts";

Deno.test("what was done comes back from the address it was put into", () => {
  const deed = { what: "archived" as const, runs: [ulid(), ulid()], kept: 2 };
  const href = withDeed("/history?tag=a", deed);
  assert.match(href, /^\/history\?tag=a&done=archived&run=/);
  assert.deepEqual(deedOf(new URLSearchParams(href.split("?")[1])), deed);
});

Deno.test("deedOf() believes nothing that can't have been done", () => {
  assert.equal(deedOf(new URLSearchParams("done=exploded&run=x")), null);
  assert.equal(deedOf(new URLSearchParams("")), null);
  for (const kept of ["-1", "x", "1.5", "1e999"]) {
    assert.equal(deedOf(new URLSearchParams({ done: "deleted", kept }))?.kept, 0, kept);
  }
});

Deno.test("runIds() takes ids of runs only, each once, and no more than a page could have", () => {
  const id = ulid();
  assert.deepEqual(runIds([id, "../x", id, ""]), [id]);
  assert.equal(runIds(Array.from({ length: 300 }, () => ulid())).length, 100);
});
