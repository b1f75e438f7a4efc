/** Sentences about a run that the terminal and the written report share. */
import type { Circumstances } from "../circumstances.ts";
import type { LevelResult, RunResult, Verdict } from "../result.ts";
import { bestLevel } from "./best_level.ts";
import { listWorkloads } from "../workload/builtin.ts";
import { counted, plusMinus, threeDigits, wholeNumber } from "./number_format.ts";

/** A verdict is never colour alone: this stands beside its word. */
export const VERDICT_ICONS = { valid: "✓", suspect: "!", invalid: "✗" } as const;

/** `✓ valid` */
export function verdictMark(verdict: Pick<Verdict, "status">): string {
  return `${VERDICT_ICONS[verdict.status]} ${verdict.status}`;
}

/** The number the run is known by. */
export function headline(result: RunResult): string {
  if (result.knee !== null && result.levels.length > 0) return result.knee.reason;
  const best = bestLevel(result.levels);
  if (best === undefined) {
    return result.levels.length === 0 ? "No level was measured." : "No operation succeeded.";
  }
  const runs = best.runs.length === 1 ? "" : ` (means of ${best.runs.length} runs, 95 % intervals)`;
  return `${plusMinus(best.throughput_ops_sec)} operations/s at ` +
    `${counted(best.threads, "connection")}, p99 ${plusMinus(best.p99_latency_ms)} ms${runs}.`;
}

/** What became of a run that did not complete. Undefined for one that did. */
export function incompletion(result: RunResult): string | undefined {
  if (result.status === "completed") return undefined;
  if (result.knee !== null) {
    const measured = `${counted(result.levels.length, "level")} measured`;
    return `The search was not completed (${result.status}, ${measured}).`;
  }
  const { thread_counts, rate_sweep, repetitions } = result.configuration;
  const planned = thread_counts.length * (rate_sweep?.length ?? 1) * repetitions;
  const noun = repetitions === 1 ? "level" : "run";
  const measured = `${result.levels.length} of ${counted(planned, noun)} measured`;
  return `The run was not completed (${result.status}, ${measured}).`;
}

/** What was run, against what: sentences, most important first. */
export function setting({ configuration: config, circumstances }: RunResult): string[] {
  const client = config.driver === "wire" ? "" : ` through npm:${config.driver}`;
  const pipeline = config.pipeline === 1 ? "" : `, ${config.pipeline} operations in flight`;
  const how =
    `${
      loopInWords(config)
    }, ${config.protocol} statements${client}${pipeline}, seed ${config.seed}` +
    repetitionsInWords(config);
  const scripts = config.scripts?.map(({ name }) => name).join(", ");
  const what = scripts ?? config.workload + keysInWords(config);
  if (circumstances === null) return [`${what}: ${how}.`];
  const tables = circumstances.tables.map((table) =>
    `${table.name} (${counted(table.rows, "row")})`
  );
  const where = tables.length === 0 ? "" : ` on ${tables.join(", ")}`;
  const { roundtrip, generator } = circumstances;
  return [
    `${what}${where}: ${how}.`,
    `Against ${serverName(circumstances)}, ${tlsInWords(circumstances)}.`,
    `From ${generator.hostname} (${counted(generator.cpu_count, "CPU")}): ` +
    `round trip p50 ${threeDigits(roundtrip.p50_ms)} ms, p99 ${threeDigits(roundtrip.p99_ms)} ms.`,
  ];
}

/** `closed loop`, or `open loop at 1 000, 2 000 operations/s (poisson arrivals)` */
export function loopInWords(
  { rate, rate_sweep, arrival, find_knee }: RunResult["configuration"],
): string {
  if (find_knee?.over === "rate") return `open loop, the rate searched (${arrival} arrivals)`;
  const rates = rate_sweep ?? (rate === undefined ? [] : [rate]);
  if (rates.length === 0) return "closed loop";
  return `open loop at ${rates.map(threeDigits).join(", ")} operations/s (${arrival} arrivals)`;
}

/** What latencies count from, for the caption of a table. */
export function latencyInWords(levels: readonly Pick<LevelResult, "open_loop">[]): string {
  return levels.some(({ open_loop }) => open_loop !== null)
    ? "Latencies in ms, from the intended start."
    : "Latencies in ms, closed loop.";
}

/** How a level kept to its rate; undefined in a closed loop. */
export function rateInWords(
  { threads, open_loop: paced }: Pick<LevelResult, "threads" | "open_loop">,
): string | undefined {
  if (paced === null) return undefined;
  const lost = [
    ...paced.dropped_starts > 0 ? [`${counted(paced.dropped_starts, "start")} dropped`] : [],
    ...paced.skipped_starts > 0 ? [`${counted(paced.skipped_starts, "start")} skipped`] : [],
  ];
  return [
    `${counted(threads, "thread")} at ${threeDigits(paced.rate)}/s: ` +
    `service time p50 ${threeDigits(paced.p50_service_ms)}, ` +
    `p99 ${threeDigits(paced.p99_service_ms)} ms`,
    `schedule lag p50 ${threeDigits(paced.p50_schedule_lag_ms)}, ` +
    `p99 ${threeDigits(paced.p99_schedule_lag_ms)} ms`,
    ...lost,
  ].join("; ") + ".";
}

/** `12 operations retried, 15 retries (40001: 14, 40P01: 1)` */
export function retriesInWords(
  { retried_operations, retries, retries_by_class }: Pick<
    LevelResult,
    "retried_operations" | "retries" | "retries_by_class"
  >,
): string {
  const classes = retries_by_class.map(({ sqlstate, count }) =>
    `${sqlstate}: ${wholeNumber(count)}`
  );
  const noun = retries === 1 ? "retry" : "retries";
  return `${counted(retried_operations, "operation")} retried, ${wholeNumber(retries)} ${noun} ` +
    `(${classes.join(", ")})`;
}

/** `embedded PostgreSQL 18.4 at 127.0.0.1:5432/postgres` */
export function serverName({ server, target }: Circumstances): string {
  const product = /^\S+ \S+/.exec(server.version)?.[0] ?? server.version;
  const kind = { embedded: "embedded ", lakebase: "Lakebase, ", postgres: "" }[target.kind];
  const host = target.host.includes(":") ? `[${target.host}]` : target.host;
  return `${kind}${product} at ${host}:${target.port}/${target.database}`;
}

function repetitionsInWords({ repetitions, order }: RunResult["configuration"]): string {
  const shuffled = order === "random" ? " in an order drawn from the seed" : "";
  if (repetitions > 1) return `, each level ${repetitions} times${shuffled}`;
  return shuffled === "" ? "" : `, levels${shuffled}`;
}

function keysInWords({ workload, keys }: RunResult["configuration"]): string {
  const builtin = listWorkloads().find(({ name }) => name === workload);
  return builtin?.parameters.includes("keys") ? ` with ${keys} keys` : "";
}

function tlsInWords({ target }: Circumstances): string {
  switch (target.tls) {
    case "off":
      return "without TLS";
    case "unverified":
      return "over TLS with an unverified certificate";
    default:
      return `over TLS (${target.tls})`;
  }
}
