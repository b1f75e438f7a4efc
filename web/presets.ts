/** Ready-made runs: links that fill the form. */
import type { RunConfigInput } from "../engine/config.ts";

export interface Preset {
  /** In the address: `/?preset=quick-look`. */
  readonly name: string;
  readonly label: string;
  /** What it is for, in a sentence. */
  readonly about: string;
  readonly configuration: RunConfigInput;
}

export const PRESETS: readonly Preset[] = [
  {
    name: "quick-look",
    label: "Quick look",
    about: "Ten seconds at 1, 8 and 20 connections: what a lookup takes, and how it grows.",
    configuration: { thread_counts: [1, 8, 20], test_duration: 10, table_rows: 100_000 },
  },
  {
    name: "thread-sweep",
    label: "Thread sweep",
    about: "1 to 64 connections, doubled each time: where throughput stops to grow.",
    configuration: { thread_counts: [1, 2, 4, 8, 16, 32, 64], test_duration: 30 },
  },
  {
    name: "open-loop",
    label: "Open loop",
    about: "1 000 operations a second, as independent users send them: the latency they see.",
    configuration: { thread_counts: [20], test_duration: 60, rate: 1_000 },
  },
  {
    name: "tpcb-like",
    label: "TPC-B-like",
    about: "pgbench's own transaction of three updates, a read and an insert.",
    configuration: {
      workload: "tpcb-like",
      thread_counts: [1, 8, 20],
      test_duration: 60,
      scale: 50,
    },
  },
  {
    name: "read-write",
    label: "Read-write mix",
    about: "Reads, updates, range reads, deletes and inserts on skewed keys.",
    configuration: {
      workload: "read-write",
      thread_counts: [1, 8, 20],
      test_duration: 60,
      keys: "zipfian",
    },
  },
];
