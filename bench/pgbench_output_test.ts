import assert from "node:assert/strict";
import { parsePgbench, parsePgbenchVersion } from "./pgbench_output.ts";

/** A report in the layout of version 15 and later. */
const REPORT = `pgbench (15.18, server 18.4)
transaction type: <builtin: select only>
scaling factor: 10
query mode: prepared
number of clients: 20
number of threads: 2
maximum number of tries: 1
duration: 5 s
number of transactions actually processed: 123456
number of failed transactions: 0 (0.000%)
latency average = 0.810 ms
initial connection time = 61.234 ms
tps = 24691.123456 (without initial connection time)
`;

Deno.test("parsePgbench() reads throughput, count and latency", () => {
  assert.deepEqual(parsePgbench(REPORT), {
    tps: 24691.123456,
    transactions: 123456,
    latencyMs: 0.81,
    failed: 0,
  });
});

Deno.test("parsePgbench() reads a run by count, whose line tells both numbers", () => {
  const report = REPORT.replace("processed: 123456", "processed: 20/20");
  assert.equal(parsePgbench(report).transactions, 20);
});

Deno.test("parsePgbench() reads version 13, which tells two rates and no failures", () => {
  const report = REPORT
    .replace(/^number of failed.*\n/m, "")
    .replace(
      /^tps.*$/m,
      "tps = 100.5 (including connections establishing)\n" +
        "tps = 200.5 (excluding connections establishing)",
    );
  const { tps, failed } = parsePgbench(report);
  assert.equal(tps, 200.5);
  assert.equal(failed, 0);
});

Deno.test("parsePgbench() reads the number of failed transactions", () => {
  const report = REPORT.replace("transactions: 0 (0.000%)", "transactions: 17 (0.014%)");
  assert.equal(parsePgbench(report).failed, 17);
});

Deno.test("parsePgbench() refuses a run that was aborted, and a report without its figures", () => {
  assert.throws(
    () => parsePgbench(`${REPORT}Run was aborted; the above results are incomplete.\n`),
    /its run was aborted/,
  );
  assert.throws(() => parsePgbench("pgbench: error\n"), /no tps: pgbench: error/);
});

Deno.test("parsePgbenchVersion() takes version and packager", () => {
  assert.equal(
    parsePgbenchVersion("pgbench (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"),
    "15.18 (Debian 15.18-0+deb12u1)",
  );
});
