import assert from "node:assert/strict";
import { csvReport } from "./csv.ts";
import { randomLevel, randomResult, someGenerator, someOpenLoop } from "./random_result.ts";

const CONTRACT_HEADER =
  "threads,duration_sec,total_operations,throughput_ops_sec,avg_latency_ms,p95_latency_ms," +
  "p99_latency_ms,error_count,error_rate_pct,timestamp,";

/** Splits CSV by RFC 4180, read strictly. */
function readCsv(text: string): string[][] {
  assert(text.endsWith("\r\n"));
  const records: string[][] = [[]];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (field.lastIndex < text.length) {
    const match = field.exec(text);
    assert(match, "a field that RFC 4180 doesn't allow");
    records.at(-1)?.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === "\r\n") records.push([]);
  }
  records.pop();
  return records;
}

Deno.test("csvReport() begins with the public contract's columns", () => {
  assert(csvReport(randomResult()).startsWith(CONTRACT_HEADER));
});

Deno.test("csvReport() has one record a level with exact values, in the order run", () => {
  const result = randomResult();
  const [header = [], ...records] = readCsv(csvReport(result));
  assert.equal(records.length, result.levels.length);
  for (const [i, record] of records.entries()) {
    assert.equal(record.length, header.length);
    const level = result.levels[i] as Record<string, unknown> | undefined;
    for (const [j, column] of header.entries()) {
      if (level !== undefined && typeof level[column] === "number") {
        assert.equal(Number(record[j]), level[column], column);
      }
    }
    assert.equal(record[header.indexOf("timestamp")], level?.timestamp);
  }
});

Deno.test("csvReport() has a column for every number of a level, empty where it is null", () => {
  const level = randomLevel({ server_transactions: null });
  const [header = [], record = []] = readCsv(csvReport(randomResult({ levels: [level] })));
  for (const [field, value] of Object.entries(level)) {
    if (typeof value === "number") assert(header.includes(field), field);
  }
  assert.equal(record[header.indexOf("server_transactions")], "");
});

Deno.test("csvReport() has every figure of a level at a rate, empty in a closed loop", () => {
  const open_loop = someOpenLoop(500);
  const levels = [randomLevel({ open_loop }), randomLevel()];
  const [header = [], paced = [], closed = []] = readCsv(csvReport(randomResult({ levels })));
  for (const [field, value] of Object.entries(open_loop)) {
    assert.equal(Number(paced[header.indexOf(field)]), value, field);
    assert.equal(closed[header.indexOf(field)], "");
  }
});

Deno.test("csvReport() quotes commas, quotes and line breaks", () => {
  const reasons = ['lag of 5 ms, above "normal"', "two\r\nlines"];
  const result = randomResult({
    levels: [randomLevel({ verdict: { status: "suspect", reasons } })],
  });
  const [header = [], record = []] = readCsv(csvReport(result));
  assert.equal(record[header.indexOf("verdict")], "suspect");
  assert.equal(record[header.indexOf("verdict_reasons")], reasons.join("; "));
});

Deno.test("csvReport() tells errors by SQLSTATE", () => {
  const errors = [
    { sqlstate: "40001", count: 3, message: "could not serialize access" },
    { sqlstate: "08006", count: 1, message: "connection lost" },
  ];
  const [header = [], record = []] = readCsv(
    csvReport(randomResult({ levels: [randomLevel({ errors, error_count: 4 })] })),
  );
  assert.equal(record[header.indexOf("errors_by_sqlstate")], "40001=3;08006=1");
});

Deno.test("csvReport() of a run without levels is the header alone", () => {
  assert.equal(readCsv(csvReport(randomResult({ levels: [] }))).length, 1);
});

Deno.test("csvReport() has what each worker used, and nothing where it is not known", () => {
  const unknown = { ...someGenerator(1), machine: null, p99_loop_lag_ms: null };
  const levels = [randomLevel({ threads: 8 }), randomLevel({ threads: 1, generator: unknown })];
  const [header = [], ...records] = readCsv(csvReport(randomResult({ levels })));
  const columns = ["worker_cpu_pct", "p99_loop_lag_ms", "machine_idle_pct", "others_cpu_pct"];
  assert.deepEqual(
    records.map((record) => columns.map((column) => record[header.indexOf(column)])),
    [["31.0;31.0", "1.5", "12", "3"], ["31.0", "", "", ""]],
  );
});
