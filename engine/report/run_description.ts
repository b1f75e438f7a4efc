/** Sentences about a run that the terminal and the written report share. */
import type { Circumstances, RunResult, Verdict } from "../result.ts";
import { bestLevel } from "./best_level.ts";
import { listWorkloads } from "../workload/builtin.ts";
import { counted, threeDigits } from "./number_format.ts";

/** A verdict is never colour alone: this stands beside its word. */
export const VERDICT_ICONS = { valid: "✓", suspect: "!", invalid: "✗" } as const;

/** `✓ valid` */
export function verdictMark(verdict: Pick<Verdict, "status">): string {
  return `${VERDICT_ICONS[verdict.status]} ${verdict.status}`;
}

/** The number the run is known by. */
export function headline(result: RunResult): string {
  const best = bestLevel(result.levels);
  if (best === undefined) {
    return result.levels.length === 0 ? "No level was measured." : "No operation succeeded.";
  }
  return `${threeDigits(best.throughput_ops_sec)} operations/s at ` +
    `${counted(best.threads, "connection")}, p99 ${threeDigits(best.p99_latency_ms)} ms.`;
}

/** What became of a run that did not complete. Undefined for one that did. */
export function incompletion(result: RunResult): string | undefined {
  if (result.status === "completed") return undefined;
  const planned = result.configuration.thread_counts.length;
  const measured = `${result.levels.length} of ${counted(planned, "level")} measured`;
  return `The run was not completed (${result.status}, ${measured}).`;
}

/** What was run, against what: sentences, most important first. */
export function setting({ configuration: config, circumstances }: RunResult): string[] {
  const client = config.driver === "wire" ? "" : ` through npm:${config.driver}`;
  const pipeline = config.pipeline === 1 ? "" : `, ${config.pipeline} operations in flight`;
  const how = `closed loop, ${config.protocol} statements${client}${pipeline}, seed ${config.seed}`;
  const what = config.workload + keysInWords(config);
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

/** `embedded PostgreSQL 18.4 at 127.0.0.1:5432/postgres` */
export function serverName({ server, target }: Circumstances): string {
  const product = /^\S+ \S+/.exec(server.version)?.[0] ?? server.version;
  const kind = { embedded: "embedded ", lakebase: "Lakebase, ", postgres: "" }[target.kind];
  const host = target.host.includes(":") ? `[${target.host}]` : target.host;
  return `${kind}${product} at ${host}:${target.port}/${target.database}`;
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
