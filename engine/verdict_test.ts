import assert from "node:assert/strict";
import { type Evidence, judgeLevel } from "./verdict.ts";

const CLEAN: Evidence = {
  connections_requested: 8,
  connections_opened: 8,
  total_operations: 1000,
  errors: [],
  server_transactions: 1200,
};

Deno.test("judgeLevel() finds a clean level valid, without reasons", () => {
  assert.deepEqual(judgeLevel(CLEAN), { status: "valid", reasons: [] });
  assert.equal(judgeLevel({ ...CLEAN, server_transactions: null }).status, "valid");
});

Deno.test("judgeLevel() finds a level with missing connections invalid, with the figures", () => {
  assert.deepEqual(judgeLevel({ ...CLEAN, connections_opened: 7 }), {
    status: "invalid",
    reasons: ["only 7 of 8 connections could be opened"],
  });
});

Deno.test("judgeLevel() finds a level without operations invalid", () => {
  assert.equal(judgeLevel({ ...CLEAN, total_operations: 0 }).status, "invalid");
});

Deno.test("judgeLevel() finds a level invalid when the server counted fewer transactions", () => {
  assert.equal(judgeLevel({ ...CLEAN, server_transactions: 990 }).status, "valid");
  assert.equal(judgeLevel({ ...CLEAN, server_transactions: 989 }).status, "invalid");
});

Deno.test("judgeLevel() finds a level with errors suspect and names their class", () => {
  const errors = [{ sqlstate: "40001", count: 1, message: "could not serialize" }];
  assert.deepEqual(judgeLevel({ ...CLEAN, errors }), {
    status: "suspect",
    reasons: ["1 error of SQLSTATE 40001: could not serialize"],
  });
});
