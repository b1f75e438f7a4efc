/** What each metric means, in the two sentences that every face shows for it. */

export interface MetricExplanation {
  readonly name: string;
  /** Markdown-safe plain text. */
  readonly meaning: string;
}

export const METRICS: readonly MetricExplanation[] = [
  {
    name: "Threads",
    meaning: "database connections held open and busy during a level. Each sends its next " +
      "operation when the last one is answered (a closed loop).",
  },
  {
    name: "Throughput",
    meaning: "operations that succeeded, divided by the measured seconds. Failed ones are " +
      "counted as errors and never here.",
  },
  {
    name: "Latency",
    meaning: "time from sending an operation to its last answer, as the client sees it, network " +
      "included. In a closed loop a stall of the server delays few operations, so percentiles " +
      "understate what independent users would feel.",
  },
  {
    name: "Percentile",
    meaning: "p99 is the latency that 99 % of operations did not exceed. Percentiles come from " +
      "one merged histogram of 3 significant digits and are never averaged.",
  },
  {
    name: "Errors",
    meaning: "operations and connections that failed, by SQLSTATE. The rate is failed " +
      "operations as a share of all.",
  },
  {
    name: "Round trip",
    meaning: "the time of SELECT 1 on one idle connection, before the load. Where latency is " +
      "close to it, the network was measured more than the database.",
  },
  {
    name: "±",
    meaning: "half of the 95 % interval of the mean over repetitions (Student's t): how far the " +
      "mean of many more runs may lie from this one. A single run has none.",
  },
  {
    name: "Steady state",
    meaning: "whether throughput settled within a level, from its change points and its trend " +
      "second by second. A level that did not settle has no one throughput: its mean mixes states.",
  },
  {
    name: "Scalability law",
    meaning: "the Universal Scalability Law fitted over the levels. Contention is the share of " +
      "work that must be done in turn; coherency is what it costs to keep connections in " +
      "agreement, and makes throughput fall beyond its peak.",
  },
  {
    name: "Verdict",
    meaning: "whether the number can be believed: valid, suspect or invalid, with reasons. It " +
      "looks at the load generator and the run, not at whether the database is fast.",
  },
];
