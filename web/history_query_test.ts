import assert from "node:assert/strict";
import { HttpError } from "fresh";
import { historyHref, isFiltered, readHistoryQuery, sortLink } from "./history_query.ts";

const read = (search: string) => readHistoryQuery(new URLSearchParams(search));

Deno.test("readHistoryQuery() lists the newest runs that aren't archived unless asked otherwise", () => {
  assert.deepEqual(read(""), { archived: "no", sort: "created", direction: "desc" });
  assert.deepEqual(read("status=&tag=+&q="), read(""));
});

Deno.test("readHistoryQuery() takes every filter and leaves other parameters alone", () => {
  const query = read(
    "status=failed&target=embedded&tag=a&suite=ff&q=slow&archived=yes&sort=p99&direction=asc" +
      "&cursor=c&done=saved",
  );
  assert.deepEqual(query, {
    status: "failed",
    target: "embedded",
    tag: "a",
    suite: "ff",
    q: "slow",
    archived: "yes",
    sort: "p99",
    direction: "asc",
    cursor: "c",
  });
});

Deno.test("readHistoryQuery() names each wrong parameter with its choices and its value", () => {
  assert.throws(() => read("status=finished&sort=luck"), (error) => {
    assert.ok(error instanceof HttpError);
    assert.equal(error.status, 400);
    assert.match(error.message, /status must be one of pending, .* got "finished"/);
    assert.match(error.message, /sort must be one of created, .* got "luck"/);
    return true;
  });
  assert.throws(() => read(`q=${"x".repeat(201)}`), /q must be at most 200/);
});

Deno.test("historyHref() keeps the filters, leaves out defaults, and begins at the first page", () => {
  const query = read("status=failed&tag=a%26b&cursor=c");
  assert.equal(historyHref(query), "/history?status=failed&tag=a%26b");
  assert.equal(historyHref(query, { cursor: "d" }), "/history?status=failed&tag=a%26b&cursor=d");
  assert.equal(historyHref(query, { tag: undefined }), "/history?status=failed");
  assert.equal(historyHref(read("archived=no&sort=created")), "/history");
});

Deno.test("what historyHref() writes is what readHistoryQuery() reads", () => {
  const query = read("status=failed&q=%22%3C%26%3D&archived=yes&sort=duration&direction=asc");
  assert.deepEqual(read(historyHref(query).split("?")[1] ?? ""), query);
});

Deno.test("sortLink() begins with the largest and turns around when it is followed again", () => {
  const query = read("tag=a&sort=p99");
  assert.deepEqual(sortLink(query, "throughput"), {
    href: "/history?tag=a&sort=throughput",
    sorted: null,
  });
  assert.deepEqual(sortLink(query, "p99"), {
    href: "/history?tag=a&sort=p99&direction=asc",
    sorted: "descending",
  });
  assert.equal(sortLink(read("sort=p99&direction=asc"), "p99").href, "/history?sort=p99");
});

Deno.test("isFiltered() knows whether less than everything is shown", () => {
  assert.ok(!isFiltered(read("archived=yes&sort=p99&cursor=c")));
  for (const search of ["status=failed", "target=t", "tag=a", "suite=f", "q=x"]) {
    assert.ok(isFiltered(read(search)), search);
  }
});
