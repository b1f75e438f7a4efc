/** Reading what pgbench prints at the end of a run, in the C locale; versions 13 to 18. */
import { LakebenchError } from "../engine/errors.ts";

export interface PgbenchSummary {
  /** Transactions a second, "without initial connection time". */
  readonly tps: number;
  readonly transactions: number;
  readonly latencyMs: number;
  /** Transactions that failed; versions before 15 abort a client instead. */
  readonly failed: number;
}

/** @throws LakebenchError `run_failed` when a line is missing, or a client was aborted */
export function parsePgbench(output: string): PgbenchSummary {
  if (/^Run was aborted/m.test(output)) {
    throw new LakebenchError("run_failed", "pgbench says that its run was aborted");
  }
  return {
    // Version 13 names the same figure "excluding connections establishing".
    tps: figure(
      output,
      /^tps = ([\d.]+) \((?:without initial connection time|excluding connections establishing)\)/m,
      "tps",
    ),
    transactions: figure(
      output,
      /^number of transactions actually processed: (\d+)/m,
      "number of transactions",
    ),
    latencyMs: figure(output, /^latency average = ([\d.]+) ms/m, "latency average"),
    failed: Number(/^number of failed transactions: (\d+)/m.exec(output)?.[1] ?? 0),
  };
}

/** The version in `pgbench --version`, for example `15.18 (Debian 15.18-0+deb12u1)`. */
export function parsePgbenchVersion(output: string): string {
  return /^pgbench \(PostgreSQL\) (.+)$/m.exec(output)?.[1] ?? output.trim();
}

function figure(output: string, pattern: RegExp, name: string): number {
  const found = pattern.exec(output)?.[1];
  if (found !== undefined) return Number(found);
  throw new LakebenchError("run_failed", `pgbench printed no ${name}: ${output.trim()}`);
}
