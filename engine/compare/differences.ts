/** In what two sides of a comparison differ besides their numbers. */
import type { RunResult } from "../result.ts";

export interface Difference {
  readonly group: "configuration" | "server" | "generator" | "software";
  /** A configuration field, a server setting, or what is described. */
  readonly name: string;
  /** The values found on each side, without repeats; several when its runs differ among themselves. */
  readonly baseline: readonly string[];
  readonly candidate: readonly string[];
}

/**
 * Fields that may differ without the load being another: the seed is drawn for every run, the number
 * and order of repetitions add measurements of the same, thresholds only judge, and levels are
 * matched one by one. Scripts that differ make another workload, which is not compared at all.
 */
const FREE_FIELDS = [
  "seed",
  "repetitions",
  "order",
  "thresholds",
  "scripts",
  "thread_counts",
  "rate",
  "rate_sweep",
  "find_knee",
];

const ABSENT = "(none)";

/** Every fact that is not one and the same in all runs of both sides. */
export function differences(
  baseline: readonly RunResult[],
  candidate: readonly RunResult[],
): Difference[] {
  const sides = { baseline: baseline.map(factsOf), candidate: candidate.map(factsOf) };
  const keys = new Set(
    [...sides.baseline, ...sides.candidate].flatMap((facts) => [...facts.keys()]),
  );
  const found: Difference[] = [];
  for (const key of keys) {
    const valuesOf = (
      side: readonly ReadonlyMap<string, string>[],
    ) => [...new Set(side.map((facts) => facts.get(key) ?? ABSENT))];
    const values = {
      baseline: valuesOf(sides.baseline),
      candidate: valuesOf(sides.candidate),
    };
    if (new Set([...values.baseline, ...values.candidate]).size === 1) continue;
    const [group, name] = JSON.parse(key) as [Difference["group"], string];
    found.push({ group, name, ...values });
  }
  return found;
}

/** What a run was made of, by group and name. */
function factsOf({ configuration, circumstances }: RunResult): Map<string, string> {
  const facts = new Map<string, string>();
  const add = (group: Difference["group"], name: string, value: unknown) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    facts.set(JSON.stringify([group, name]), text);
  };
  for (const [field, value] of Object.entries(configuration)) {
    if (!FREE_FIELDS.includes(field) && value !== undefined) add("configuration", field, value);
  }
  if (circumstances === null) return facts;
  const { server, target, generator } = circumstances;
  add("server", "version", server.version);
  add("server", "kind", target.kind);
  // An embedded server has a free port of its own each time.
  if (target.kind !== "embedded") add("server", "address", `${target.host}:${target.port}`);
  add("server", "database", target.database);
  add("server", "TLS", target.tls);
  add("server", "max_connections", server.max_connections);
  for (const [name, value] of Object.entries(server.settings)) add("server", name, value);
  add("generator", "host", generator.hostname);
  add("generator", "CPUs", `${generator.cpu_count} × ${generator.cpu_model}`);
  add("generator", "memory (bytes)", generator.memory_bytes);
  add("generator", "system", `${generator.os} ${generator.arch}`);
  add("generator", "sockets", generator.sockets);
  add("software", "Lakebench", circumstances.lakebench_version);
  add("software", "Deno", circumstances.deno_version);
  return facts;
}
