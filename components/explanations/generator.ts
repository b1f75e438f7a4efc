/** What a level says of the load generator itself, explained. */
import type { Explanations } from "./explanation.ts";

export const GENERATOR: Explanations = {
  avg_loop_lag_ms: {
    label: "Mean loop lag",
    unit: "ms",
    meaning:
      "How late the generator's threads were, on average, for an alarm every 20 ms. What delays " +
      "an alarm delays the reading of answers as well.",
  },
  p50_loop_lag_ms: {
    label: "Loop lag p50",
    unit: "ms",
    meaning:
      "How late half of the alarms of the generator's threads were at most. It is the usual " +
      "delay that the generator itself adds.",
  },
  p99_loop_lag_ms: {
    label: "Loop lag p99",
    unit: "ms",
    meaning:
      "How late 99 % of the alarms of the generator's threads were at most. Where it is close " +
      "to the latency's p99, the generator was measured with the server.",
  },
  max_loop_lag_ms: {
    label: "Longest loop lag",
    unit: "ms",
    meaning:
      "The longest time that a thread of the generator stood still. Answers that came meanwhile " +
      "were read late.",
  },
  avg_start_lag_ms: {
    label: "Mean start lag",
    unit: "ms",
    meaning: "At a rate: how late starts were made that a connection was free for. It is the " +
      "generator's own part of the schedule lag.",
  },
  p50_start_lag_ms: {
    label: "Start lag p50",
    unit: "ms",
    meaning:
      "At a rate: how late half of the starts were at most that a connection was free for. It " +
      "is the generator's own part of the schedule lag.",
  },
  p99_start_lag_ms: {
    label: "Start lag p99",
    unit: "ms",
    meaning:
      "At a rate: how late 99 % of the starts were at most that a connection was free for. It " +
      "is the generator's own part of the schedule lag.",
  },
  process_cpu_pct: {
    label: "Generator's CPU",
    unit: "% of a core",
    meaning:
      "Processor time of the whole generator: 200 % is two cores. Close to what the machine has, " +
      "the generator is the limit, and not the server.",
  },
  "machine.generator_pct": {
    label: "Machine: generator",
    unit: "% of all cores",
    meaning:
      "The generator's share of its machine. With the other three shares it adds up to the " +
      "whole machine.",
  },
  "machine.server_pct": {
    label: "Machine: server",
    unit: "% of all cores",
    meaning:
      "The PostgreSQL server's share of the generator's machine; 0 where it runs on another. " +
      "Both want the same cores where they share one.",
  },
  "machine.others_pct": {
    label: "Machine: others",
    unit: "% of all cores",
    meaning:
      "The share of everything else on the generator's machine. Close other programs where it " +
      "is more than a little.",
  },
  "machine.idle_pct": {
    label: "Machine: idle",
    unit: "% of all cores",
    meaning:
      "What of the generator's machine nobody used. Close to 0, more connections can't bring " +
      "more throughput from this machine.",
  },
  shares_machine_with_server: {
    label: "Server on the same machine",
    meaning:
      "Whether the server is reached at an address of the generator's own machine. Then both " +
      "take processors from each other, and the numbers are lower than apart.",
  },
  "workers.connections": {
    label: "Worker's connections",
    meaning: "How many connections this thread of the generator had. All have about the same.",
  },
  "workers.cpu_pct": {
    label: "Worker's CPU",
    unit: "% of a core",
    meaning:
      "Processor time of one thread of the generator, of which 100 % is all it can have. Close " +
      "to that, its connections wait for it rather than for the server.",
  },
  "workers.stalled_pct": {
    label: "Worker stalled",
    unit: "% of the time",
    meaning:
      "Share of the time in which the thread stood still for 50 ms or more. The machine gave its " +
      "processor to something else.",
  },
  "workers.skipped_starts": {
    label: "Worker's skipped starts",
    meaning:
      "Starts of this thread that were later than the latest start allowed, and so not made.",
  },
  "workers.dropped_starts": {
    label: "Worker's dropped starts",
    meaning: "Starts of this thread that no connection was free for before the level ended.",
  },
};
