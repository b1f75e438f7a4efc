/** Every figure of a level, explained, by its name in the result and in the exports. */
import type { Explanations } from "./explanation.ts";

export const FIGURES: Explanations = {
  verdict: {
    label: "Verdict",
    meaning:
      "Whether the level's numbers can be believed: valid, suspect or invalid, with reasons. It " +
      "looks at the load generator and the run, not at whether the database is fast.",
  },
  steady_state: {
    label: "Steady state",
    meaning:
      "Whether throughput settled within the level, from its change points and its trend second " +
      "by second. A level that did not settle has no one throughput: its mean mixes states.",
  },
  settling: {
    label: "Settling",
    unit: "s",
    meaning:
      "How long the level was loaded until throughput was steady, before its warm-up. Empty where " +
      "that wasn't asked for.",
  },
  errors: {
    label: "Errors by SQLSTATE",
    meaning:
      "Failures of each class, with the first message seen. The classes are the server's own; 08 " +
      "is a lost connection.",
  },
  retries_by_class: {
    label: "Retries by SQLSTATE",
    meaning:
      "Failures that were followed by another try, by class. 40001 is a serialization failure, " +
      "40P01 a deadlock.",
  },
  scripts: {
    label: "Scripts",
    meaning:
      "The figures of each script of the workload and of each of its statements. A statement's " +
      "latency runs from being sent to its own answer.",
  },
  threads: {
    label: "Threads",
    unit: "connections",
    meaning:
      "Database connections held open and busy during the level. In a closed loop each sends " +
      "its next operation when the last one is answered.",
  },
  duration_sec: {
    label: "Duration",
    unit: "s",
    meaning:
      "How long the level was measured, by the clock. It is shorter than asked for where the " +
      "run was stopped.",
  },
  total_operations: {
    label: "Operations",
    meaning:
      "Operations that succeeded within the measured time. Those of the warm-up, failed ones, " +
      "and those answered after the end are counted apart.",
  },
  throughput_ops_sec: {
    label: "Throughput",
    unit: "operations/s",
    meaning:
      "Operations that succeeded, divided by the measured seconds. Failed ones are counted as " +
      "errors and never here.",
  },
  avg_latency_ms: {
    label: "Mean latency",
    unit: "ms",
    meaning: "The mean time of an operation. A few slow ones move it far, so read it beside the " +
      "percentiles.",
  },
  p50_latency_ms: {
    label: "p50",
    unit: "ms",
    meaning:
      "The latency that half of the operations did not exceed: what a usual operation takes. " +
      "It says nothing of the slow ones.",
  },
  p90_latency_ms: {
    label: "p90",
    unit: "ms",
    meaning: "The latency that 90 % of the operations did not exceed. One in ten took longer.",
  },
  p95_latency_ms: {
    label: "p95",
    unit: "ms",
    meaning: "The latency that 95 % of the operations did not exceed. One in twenty took longer.",
  },
  p99_latency_ms: {
    label: "p99",
    unit: "ms",
    meaning:
      "The latency that 99 % of the operations did not exceed. A page that asks the database " +
      "a hundred times meets it on most of its visits.",
  },
  p999_latency_ms: {
    label: "p99.9",
    unit: "ms",
    meaning: "The latency that all but one in a thousand operations kept. It needs thousands of " +
      "operations to mean something, so look at their count as well.",
  },
  min_latency_ms: {
    label: "Fastest",
    unit: "ms",
    meaning:
      "The latency of the fastest operation. Where it is close to the round trip, there was " +
      "nothing left to be saved.",
  },
  max_latency_ms: {
    label: "Slowest",
    unit: "ms",
    meaning:
      "The latency of the slowest operation. It is one operation: the longer a level is, the " +
      "higher it gets.",
  },
  stddev_latency_ms: {
    label: "Standard deviation",
    unit: "ms",
    meaning: "How far latencies lie from their mean. It describes latencies poorly, as they are " +
      "skewed: the percentiles say more.",
  },
  error_count: {
    label: "Errors",
    meaning:
      "Operations and connections that failed, by SQLSTATE. An operation that was tried again " +
      "and then succeeded is a retry, not an error.",
  },
  error_rate_pct: {
    label: "Error rate",
    unit: "%",
    meaning:
      "Failed operations as a share of all. Failing is often faster than working, so a level " +
      "with errors is judged.",
  },
  timestamp: {
    label: "Started",
    unit: "UTC",
    meaning:
      "When the level's clock started, after connecting and the warm-up. Compare it with the " +
      "server's own logs.",
  },
  repetition: {
    label: "Repetition",
    meaning: "Which run of this level it is, from 1. Intervals are computed over repetitions.",
  },
  workers: {
    label: "Workers",
    meaning:
      "Threads of the generator that sent this level's load. Each had an equal share of the " +
      "connections.",
  },
  connections_requested: {
    label: "Connections asked for",
    meaning: "How many connections the level was to have. They are opened before its clock starts.",
  },
  connections_opened: {
    label: "Connections had",
    meaning:
      "How many connections the server gave. A level with fewer than it asked for measured " +
      "something else, and is judged invalid.",
  },
  connect_avg_ms: {
    label: "Mean time to connect",
    unit: "ms",
    meaning: "Time to open one connection, TLS and authentication included. Applications that " +
      "connect for each request pay it every time.",
  },
  connect_max_ms: {
    label: "Longest time to connect",
    unit: "ms",
    meaning:
      "The slowest of the connections to open. All are opened at once, so the server was busy " +
      "with the others.",
  },
  warmup_operations: {
    label: "Warm-up operations",
    meaning: "Operations that ended before the level's clock started. They are in no other figure.",
  },
  drained_operations: {
    label: "Drained operations",
    meaning:
      "Operations under way when the clock stopped. Their latencies are in the percentiles, so " +
      "that a stall at the end can't hide, but they aren't throughput.",
  },
  retried_operations: {
    label: "Retried operations",
    meaning:
      "Operations that took more than one try, whatever became of them. Only serialization " +
      "failures and deadlocks are tried again.",
  },
  retries: {
    label: "Retries",
    meaning:
      "Tries beside the first, of all operations. Many of them mean that transactions get in " +
      "each other's way.",
  },
  server_transactions: {
    label: "Server's transactions",
    meaning:
      "Transactions that the server itself counted over the level, warm-up included. Where it " +
      "saw far fewer than were sent, the result is judged.",
  },
  bytes_sent: {
    label: "Sent",
    unit: "bytes",
    meaning:
      "What the generator sent to the server, TLS not included. Divide by the operations for " +
      "the size of one.",
  },
  bytes_received: {
    label: "Received",
    unit: "bytes",
    meaning:
      "What the server sent back, TLS not included. Divide by the operations for the size of " +
      "one answer.",
  },
  rate: {
    label: "Rate",
    unit: "operations/s",
    meaning:
      "Starts a second that were asked for. Where throughput stays below it, the server or " +
      "the connections could not keep up.",
  },
  avg_service_ms: {
    label: "Mean service time",
    unit: "ms",
    meaning:
      "The mean time from sending an operation to its answer. At a rate, latency adds the wait " +
      "before sending.",
  },
  p50_service_ms: {
    label: "Service p50",
    unit: "ms",
    meaning:
      "The service time that half of the operations did not exceed, from sending to answer. " +
      "Waiting for a free connection is not in it.",
  },
  p95_service_ms: {
    label: "Service p95",
    unit: "ms",
    meaning:
      "The service time that 95 % of the operations did not exceed, from sending to answer. " +
      "Waiting for a free connection is not in it.",
  },
  p99_service_ms: {
    label: "Service p99",
    unit: "ms",
    meaning:
      "The service time that 99 % of the operations did not exceed, from sending to answer. " +
      "Waiting for a free connection is not in it.",
  },
  p999_service_ms: {
    label: "Service p99.9",
    unit: "ms",
    meaning: "The service time that all but one in a thousand operations kept, from sending to " +
      "answer. Waiting for a free connection is not in it.",
  },
  max_service_ms: {
    label: "Slowest service",
    unit: "ms",
    meaning:
      "The longest service time of all operations, from sending to answer. It is one operation.",
  },
  p50_schedule_lag_ms: {
    label: "Schedule lag p50",
    unit: "ms",
    meaning:
      "How late half of the starts were at most, from when they were due to when they were " +
      "sent. It is the wait for a free connection, and the generator's own delay.",
  },
  p99_schedule_lag_ms: {
    label: "Schedule lag p99",
    unit: "ms",
    meaning:
      "How late 99 % of the starts were at most. Where it is close to the latency, operations " +
      "waited for a connection rather than for the server.",
  },
  max_schedule_lag_ms: {
    label: "Longest schedule lag",
    unit: "ms",
    meaning: "How late the latest start was. It is one start.",
  },
  skipped_starts: {
    label: "Skipped starts",
    meaning:
      "Starts that were later than the latest start allowed, and so not made. More than one in " +
      "a thousand makes the level suspect.",
  },
  dropped_starts: {
    label: "Dropped starts",
    meaning: "Starts that no connection was free for before the level ended. More than one in a " +
      "thousand makes the level suspect.",
  },
};
