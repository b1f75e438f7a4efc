import assert from "node:assert/strict";
import { testWithServer } from "../wire/testing.ts";
import { compileWorkload } from "../workload/compile.ts";
import { SessionOpener } from "./sessions.ts";

testWithServer(
  "reopen() closes a session whose statements can't be prepared",
  async (_, server) => {
    const { programs } = compileWorkload({
      scripts: [{ name: "absent", weight: 1, text: "SELECT * FROM absent WHERE a = 1;" }],
      variables: {},
    });
    const settings = { ...server.settings, applicationName: "reopened" };
    const { signal } = new AbortController();
    const opener = new SessionOpener(
      { driver: "wire", protocol: "prepared" },
      settings,
      programs,
      signal,
    );
    await assert.rejects(opener.reopen(() => false, () => {}), { code: "run_failed" });
    const sql = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'reopened'";
    // The server needs a moment to see it; without the close it never would.
    const limitMs = performance.now() + 20_000;
    let open = "1";
    while (open !== "0" && performance.now() < limitMs) {
      open = (await server.admin(sql)).rows[0]?.[0] ?? "";
    }
    assert.equal(open, "0");
  },
);
