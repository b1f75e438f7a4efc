/** The flags of a run: what each is called, what its text means, and what `--help` says of it. */
import {
  ARRIVALS,
  DRIVERS,
  KEY_DISTRIBUTIONS,
  ORDERS,
  PROTOCOLS,
  type RunConfigInput,
  SCRIPT_TABLES,
} from "../engine/config.ts";
import { DEFAULT_REPORT_FORMATS, REPORT_FORMATS } from "../engine/report/write_reports.ts";
import { readChoice, readChoices, readCount, readDuration, readList } from "./flag_values.ts";
import { readDefinition, readScriptFile } from "./script_flags.ts";

/** What the command line assumes where neither a flag nor `--config` says it: a run of half a minute. */
export const COMMAND_LINE_DEFAULTS = {
  thread_counts: [1, 8, 20],
  table_rows: 100_000,
  test_duration: 10,
} as const satisfies RunConfigInput;

/** Headings of `--help`, in its order. */
export type FlagGroup =
  | "What to run:"
  | "How long:"
  | "How:"
  | "What comes out:"
  | "About:"
  | "What to read:"
  | "What to compare:";

interface FlagBase {
  /** The long flag, `--threads`. */
  readonly name: string;
  /** The short one, `-f`. */
  readonly short?: string;
  readonly group: FlagGroup;
  readonly description: string;
}

/** A flag that is there or not. */
export interface SwitchFlag extends FlagBase {
  readonly kind: "switch";
}

/** A flag with a value. */
export interface ValueFlag extends FlagBase {
  readonly kind: "value";
  /** What stands for the value in `--help`. */
  readonly placeholder: string;
  /** The configuration field it sets; absent for what isn't part of a configuration. */
  readonly field?: keyof RunConfigInput;
  /** @throws FlagValueError */
  readonly read: (text: string) => unknown;
  /** True where the value may hold a password and is never repeated in a message. */
  readonly secret?: boolean;
  /** True where it may be given several times, each for one entry of a list. */
  readonly repeatable?: boolean;
}

export type Flag = SwitchFlag | ValueFlag;

const asIs = (text: string) => text;

export const RUN_FLAGS: readonly Flag[] = [
  {
    kind: "value",
    name: "--target",
    placeholder: "<url>",
    group: "What to run:",
    description: "postgres:// URL of the server; else DATABASE_URL, else PG* variables, else an " +
      "embedded PostgreSQL that is removed afterwards. A password here is printed by deno task: " +
      "use PGPASSWORD or ~/.pgpass",
    read: asIs,
    secret: true,
  },
  {
    kind: "value",
    name: "--workload",
    short: "-b",
    placeholder: "<name>",
    field: "workload",
    group: "What to run:",
    description: "a built-in workload (default: lakebase-lookup)",
    read: asIs,
  },
  {
    kind: "value",
    name: "--file",
    short: "-f",
    placeholder: "<file>[@<n>]",
    field: "scripts",
    group: "What to run:",
    description: "a pgbench script to run in place of a workload, with its weight; repeatable",
    read: readScriptFile,
    repeatable: true,
  },
  {
    kind: "value",
    name: "--define",
    short: "-D",
    placeholder: "<name>=<value>",
    field: "variables",
    group: "What to run:",
    description: "a variable of the scripts; repeatable",
    read: readDefinition,
    repeatable: true,
  },
  {
    kind: "value",
    name: "--tables",
    placeholder: "<kind>",
    field: "tables",
    group: "What to run:",
    description: `tables to make for --file, in its search path: ${SCRIPT_TABLES.join(", ")} ` +
      "(default: none)",
    read: (text) => readChoice(text, SCRIPT_TABLES),
  },
  {
    kind: "value",
    name: "--threads",
    placeholder: "<list>",
    field: "thread_counts",
    group: "What to run:",
    description:
      `connections of each level (default: ${COMMAND_LINE_DEFAULTS.thread_counts.join()})`,
    read: (text) => readList(text, readCount),
  },
  {
    kind: "value",
    name: "--repeat",
    placeholder: "<n>",
    field: "repetitions",
    group: "What to run:",
    description: "how often each level is run, to have intervals over runs (default: 1)",
    read: readCount,
  },
  {
    kind: "value",
    name: "--order",
    placeholder: "<kind>",
    field: "order",
    group: "What to run:",
    description: `order of levels: ${ORDERS.join(" or ")}, which is drawn from the seed ` +
      "(default: given, random with --repeat)",
    read: (text) => readChoice(text, ORDERS),
  },
  {
    kind: "value",
    name: "--rows",
    placeholder: "<n>",
    field: "table_rows",
    group: "What to run:",
    description: "rows of the Lakebase table, for example 100k or 1M (default: 100k)",
    read: readCount,
  },
  {
    kind: "value",
    name: "--scale",
    placeholder: "<n>",
    field: "scale",
    group: "What to run:",
    description: "scale of pgbench's tables, 100k accounts each (default: 1)",
    read: readCount,
  },
  {
    kind: "value",
    name: "--keys",
    placeholder: "<kind>",
    field: "keys",
    group: "What to run:",
    description: `how keys are drawn: ${KEY_DISTRIBUTIONS.join(", ")} (default: uniform)`,
    read: (text) => readChoice(text, KEY_DISTRIBUTIONS),
  },
  {
    kind: "value",
    name: "--seed",
    placeholder: "<n>",
    field: "seed",
    group: "What to run:",
    description: "seed of every random draw, to repeat a run's keys (default: drawn)",
    read: readCount,
  },
  {
    kind: "value",
    name: "--config",
    placeholder: "<file>",
    group: "What to run:",
    description:
      "JSON file with configuration fields such as thread_counts and table_rows; flags " +
      "override it",
    read: asIs,
  },
  {
    kind: "switch",
    name: "--keep",
    group: "What to run:",
    description: "keep the embedded server's data for the next run",
  },
  {
    kind: "value",
    name: "--duration",
    placeholder: "<time>",
    field: "test_duration",
    group: "How long:",
    description: "measured time of a level, for example 10, 10s or 2m (default: 10s)",
    read: readDuration,
  },
  {
    kind: "value",
    name: "--warmup",
    placeholder: "<time>",
    field: "warmup_sec",
    group: "How long:",
    description: "untimed load before a level's clock starts (default: 2s)",
    read: readDuration,
  },
  {
    kind: "value",
    name: "--until-steady",
    placeholder: "<time>",
    field: "until_steady_sec",
    group: "How long:",
    description: "load each level before its warm-up until throughput is steady, this long at most",
    read: readDuration,
  },
  {
    kind: "value",
    name: "--cooldown",
    placeholder: "<time>",
    field: "cooldown_sec",
    group: "How long:",
    description: "pause between levels (default: 0)",
    read: readDuration,
  },
  {
    kind: "value",
    name: "--driver",
    placeholder: "<name>",
    field: "driver",
    group: "How:",
    description: `client that sends the load: ${
      DRIVERS.join(", ")
    } (default: wire, Lakebench's own)`,
    read: (text) => readChoice(text, DRIVERS),
  },
  {
    kind: "value",
    name: "--protocol",
    placeholder: "<kind>",
    field: "protocol",
    group: "How:",
    description: `${PROTOCOLS.join(" or ")} statements (default: prepared)`,
    read: (text) => readChoice(text, PROTOCOLS),
  },
  {
    kind: "value",
    name: "--rate",
    placeholder: "<n>",
    field: "rate",
    group: "How:",
    description: "operations a second of a level, an open loop (default: as fast as answers " +
      "come, a closed one)",
    read: readCount,
  },
  {
    kind: "value",
    name: "--rate-sweep",
    placeholder: "<list>",
    field: "rate_sweep",
    group: "How:",
    description: "the same at each of these rates, for example 1000,2000,4000",
    read: (text) => readList(text, readCount),
  },
  {
    kind: "value",
    name: "--arrival",
    placeholder: "<kind>",
    field: "arrival",
    group: "How:",
    description: "how the starts of a rate are spread: poisson or constant (default: poisson)",
    read: (text) => readChoice(text, ARRIVALS),
  },
  {
    kind: "value",
    name: "--latency-limit",
    placeholder: "<ms>",
    field: "latency_limit_ms",
    group: "How:",
    description: "skip and count starts later than this, in milliseconds",
    read: readCount,
  },
  {
    kind: "value",
    name: "--pipeline",
    placeholder: "<n>",
    field: "pipeline",
    group: "How:",
    description: "operations a connection sends before it waits (default: 1)",
    read: readCount,
  },
  {
    kind: "value",
    name: "--max-tries",
    placeholder: "<n>",
    field: "max_tries",
    group: "How:",
    description: "tries of an operation that ends in a serialization failure or a deadlock " +
      "(default: 1)",
    read: readCount,
  },
  {
    kind: "value",
    name: "--max-workers",
    placeholder: "<n>",
    field: "max_workers",
    group: "How:",
    description: "most Web Workers that send load (default: one a CPU)",
    read: readCount,
  },
  {
    kind: "value",
    name: "--batch-size",
    placeholder: "<n>",
    field: "batch_size",
    group: "How:",
    description: "rows in one COPY while loading (default: 10k)",
    read: readCount,
  },
  {
    kind: "value",
    name: "--threshold",
    placeholder: "<limit>",
    field: "thresholds",
    group: "What comes out:",
    description: "exit 1 unless 'p99_latency_ms<10' at every level, or at one with @20 after it; " +
      "any figure of a level; repeatable",
    read: asIs,
    repeatable: true,
  },
  {
    kind: "value",
    name: "--out",
    placeholder: "<dir>",
    group: "What comes out:",
    description: "write the reports here; no file is ever overwritten",
    read: asIs,
  },
  {
    kind: "value",
    name: "--format",
    placeholder: "<list>",
    group: "What comes out:",
    description: `which reports --out writes: ${REPORT_FORMATS.join(", ")} (default: ` +
      `${DEFAULT_REPORT_FORMATS.join()})`,
    read: (text) => readChoices(text, REPORT_FORMATS),
  },
  {
    kind: "switch",
    name: "--json",
    group: "What comes out:",
    description: "write the result to stdout as JSON, everything else to stderr",
  },
  {
    kind: "switch",
    name: "--per-statement",
    short: "-r",
    group: "What comes out:",
    description: "print the latency of each script and statement",
  },
  {
    kind: "switch",
    name: "--quiet",
    group: "What comes out:",
    description: "print the final table only; with --json the JSON only",
  },
  {
    kind: "switch",
    name: "--list-workloads",
    group: "About:",
    description: "describe the built-in workloads",
  },
  { kind: "switch", name: "--help", short: "-h", group: "About:", description: "show this" },
  {
    kind: "switch",
    name: "--version",
    short: "-V",
    group: "About:",
    description: "show the version",
  },
];

/** The flag that sets a configuration field. */
export function flagOfField(field: string): string {
  const flag = RUN_FLAGS.find((flag) => flag.kind === "value" && flag.field === field);
  return flag?.name ?? field;
}
