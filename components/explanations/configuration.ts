/** Every field of a run's configuration, explained. The form, the run's page and the help show these. */
import type { Explanations } from "./explanation.ts";

export const CONFIGURATION: Explanations = {
  thread_counts: {
    label: "Thread counts",
    unit: "connections",
    meaning:
      "Each number is a level: exactly so many database connections are opened and kept busy. " +
      "Several levels show how throughput grows with connections and where it stops.",
  },
  table_rows: {
    label: "Table rows",
    unit: "rows",
    meaning:
      "How many rows the Lakebase table has. Choose as many as you expect in production: a " +
      "table that fits in memory answers faster than one that doesn't.",
  },
  test_duration: {
    label: "Duration",
    unit: "s",
    meaning: "How long each level is measured, warm-up not included. Longer levels show " +
      "checkpoints and other rare events; below 8 seconds nobody can tell whether the load was steady.",
  },
  batch_size: {
    label: "Batch size",
    unit: "rows",
    meaning: "Rows in one COPY while the table is loaded. It changes how long loading takes and " +
      "nothing of what is measured.",
  },
  warmup_sec: {
    label: "Warm-up",
    unit: "s",
    meaning: "Load before a level's clock starts, so that caches and connections are warm. Its " +
      "operations are counted apart and are in no figure.",
  },
  until_steady_sec: {
    label: "Settle for at most",
    unit: "s",
    meaning:
      "Loads each level until ten seconds in a row are steady before its warm-up begins, at " +
      "most this long. Left empty, the warm-up is all there is.",
  },
  repetitions: {
    label: "Repetitions",
    unit: "runs",
    meaning:
      "How often each level is run. Intervals (±) are computed over these runs, so a single " +
      "one has none: five are a good beginning.",
  },
  order: {
    label: "Order",
    meaning:
      "Levels as they are given, or shuffled in each repetition. Shuffled, whatever changes " +
      "slowly on the server meets all levels alike.",
  },
  rate: {
    label: "Rate",
    unit: "operations/s",
    meaning: "Starts operations on a schedule, whether or not the ones before are answered, as " +
      "independent users do. Left empty, each connection sends as soon as it is answered.",
  },
  rate_sweep: {
    label: "Rates",
    unit: "operations/s",
    meaning:
      "Runs each thread count at each of these rates, so that you see how latency grows with " +
      "load. It takes the place of a single rate.",
  },
  arrival: {
    label: "Arrivals",
    meaning: "How the starts of a rate are spread: Poisson as independent users come, in bunches " +
      "and gaps, or constant at equal distances.",
  },
  latency_limit_ms: {
    label: "Latest start",
    unit: "ms",
    meaning:
      "At a rate, a start that is later than this is skipped and counted, and an operation that " +
      "has taken longer is not tried again. Left empty, every start is made, however late.",
  },
  cooldown_sec: {
    label: "Pause after a level",
    unit: "s",
    meaning:
      "Quiet time after each level, in which the server can finish what the load left behind. " +
      "The next level then starts from the same state.",
  },
  workload: {
    label: "Workload",
    meaning: "What one operation does: a built-in script, or scripts of your own. Numbers of " +
      "different workloads can't be compared.",
  },
  scripts: {
    label: "Scripts",
    meaning:
      "pgbench scripts that are run in place of a built-in workload, chosen by their weight. " +
      "Their text is kept with the run, so that it can be repeated.",
  },
  variables: {
    label: "Variables",
    meaning:
      "Values that scripts start with, as pgbench -D gives them. Each is a name and a value.",
  },
  tables: {
    label: "Tables for scripts",
    meaning:
      "Tables that are made for scripts of your own: the Lakebase table, pgbench's four, or " +
      "none. They stand in the schema lakebench, which the scripts search first.",
  },
  max_tries: {
    label: "Tries",
    unit: "tries",
    meaning:
      "How often an operation is tried that ends in a serialization failure or a deadlock; 0 is " +
      "as often as there is time for. Its latency spans all its tries.",
  },
  keys: {
    label: "Keys",
    meaning:
      "How keys are drawn: uniform touches all rows alike, zipfian some far more often than " +
      "others, sequential one after the other. Skewed keys are answered from memory more often.",
  },
  scale: {
    label: "Scale",
    unit: "× 100 000 accounts",
    meaning: "The size of pgbench's tables: each step adds 100 000 accounts. Used by the pgbench " +
      "workloads only; keep it above the thread count, or transactions wait for each other.",
  },
  seed: {
    label: "Seed",
    meaning:
      "Where random draws begin: the same seed gives the same keys in the same order. Left " +
      "empty, one is drawn and kept with the run.",
  },
  driver: {
    label: "Driver",
    meaning:
      "Which client sends the load: Lakebench's own (wire), or an npm library, to learn what " +
      "that library costs. The libraries send less.",
  },
  protocol: {
    label: "Protocol",
    meaning:
      "Prepared statements are parsed once a connection; simple ones every time. Prepared is " +
      "what most applications use.",
  },
  pipeline: {
    label: "Operations in flight",
    unit: "operations",
    meaning:
      "How many operations a connection sends before it waits for answers. More than one hides " +
      "the network's round trip, and makes latency that of a batch.",
  },
  thresholds: {
    label: "Thresholds",
    meaning:
      "Limits that the levels must keep, for example p99_latency_ms<10, or p99_latency_ms<10@20 " +
      "for the level of 20 connections. A broken one is shown and fails the command line.",
  },
  find_knee: {
    label: "Find the knee",
    meaning: "Searches for the highest load that keeps conditions, such as a p99 below 10 ms, in " +
      "place of given levels. It doubles the load until a condition breaks, then halves the distance.",
  },
  max_workers: {
    label: "Workers",
    unit: "threads",
    meaning: "The most threads of this machine that send load; as many as it has cores when left " +
      "empty. Fewer leave room for a server on the same machine.",
  },
};
