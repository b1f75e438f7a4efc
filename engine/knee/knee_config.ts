/** The search for a knee as it is configured: what must hold, over what, and between which bounds. */
import { z } from "zod";
import { LIMITS } from "../limits.ts";
import { ThresholdText } from "../threshold_schema.ts";
import { parseThreshold } from "../threshold_text.ts";

/** What is raised: connections of a closed loop, or the starts a second of an open one. */
export const KNEE_AXES = ["threads", "rate"] as const;
export type KneeAxis = typeof KNEE_AXES[number];

const load = z.number().min(LIMITS.rate.min).max(LIMITS.rate.max);

export const FindKnee = z.strictObject({
  /** Thresholds that all have to hold: `p99_latency_ms<10`. */
  conditions: z.array(ThresholdText).min(1).max(LIMITS.thresholds),
  over: z.enum(KNEE_AXES).default("threads"),
  /** The load to begin with. When absent, 1 connection or 100 starts a second. */
  min: load.optional(),
  /** The highest load to try. When absent, of connections as many as the server has room for. */
  max: load.optional(),
  /** How far apart the loads on both sides of the knee may be in the end, in % of the lower. */
  resolution_pct: z.number().min(0.1).max(100).default(5),
  /** How often each load on both sides of the knee is run; more than half of the runs decide. */
  repetitions: z.number().int().min(1).max(LIMITS.repetitions).default(3),
});
export type FindKnee = z.output<typeof FindKnee>;

/** Begun with where `min` is absent. */
export const KNEE_START: Readonly<Record<KneeAxis, number>> = { threads: 1, rate: 100 };

/** Tried at most where `max` is absent. */
export const KNEE_END: Readonly<Record<KneeAxis, number>> = {
  threads: 1_000,
  rate: LIMITS.rate.max,
};

/** The part of a configuration that a search has to agree with. */
interface SearchedConfig {
  readonly find_knee?: FindKnee | undefined;
  readonly thread_counts: readonly number[];
  readonly rate?: number | undefined;
  readonly rate_sweep?: readonly number[] | undefined;
  readonly repetitions: number;
  readonly order?: string | undefined;
  readonly thresholds: readonly string[];
}

/** A part of a configuration that is wrong; the message goes on from its name. */
interface Problem {
  readonly path: (string | number)[];
  readonly input: unknown;
  readonly message: string;
}

/** What of a configuration contradicts its search, or the search itself. */
export function kneeProblems(config: SearchedConfig): Problem[] {
  const { find_knee: knee } = config;
  if (knee === undefined) return [];
  const problems: Problem[] = [];
  const refuse = (path: Problem["path"], input: unknown, message: string) =>
    problems.push({ path, input, message });
  knee.conditions.forEach((text, index) => {
    if (parseThreshold(text).threads === null) return;
    refuse(["find_knee", "conditions", index], text, "must hold at every level: leave out the @");
  });
  config.thresholds.forEach((text, index) => {
    if (parseThreshold(text).threads === null) return;
    refuse(["thresholds", index], text, "must name no level: it is held against the knee found");
  });
  if (config.rate_sweep !== undefined) {
    refuse(["rate_sweep"], config.rate_sweep, "must be left out where a knee is searched");
  }
  if (config.order === "random") {
    refuse(["order"], config.order, "must be left out where a knee is searched: levels follow it");
  }
  if (config.repetitions > 1) {
    refuse(
      ["repetitions"],
      config.repetitions,
      "must be 1 where a knee is searched: only its two sides are repeated, as find_knee says",
    );
  }
  problems.push(...knee.over === "threads" ? threadProblems(knee) : rateProblems(config));
  const min = knee.min ?? KNEE_START[knee.over];
  if (knee.max !== undefined && knee.max <= min) {
    refuse(["find_knee", "max"], knee.max, `must be greater than the lowest load, ${min}`);
  } else if (min >= KNEE_END[knee.over] && knee.max === undefined) {
    refuse(["find_knee", "min"], min, `must be below ${KNEE_END[knee.over]} where max is left out`);
  }
  return problems;
}

function threadProblems({ min, max }: FindKnee): Problem[] {
  return Object.entries({ min, max }).flatMap(([bound, value]) => {
    if (value === undefined) return [];
    const path = ["find_knee", bound];
    if (!Number.isInteger(value)) {
      return [{ path, input: value, message: "must be a whole number of connections" }];
    }
    if (value <= LIMITS.threads) return [];
    return [{ path, input: value, message: `must be at most ${LIMITS.threads} connections` }];
  });
}

function rateProblems({ thread_counts, rate }: SearchedConfig): Problem[] {
  const problems: Problem[] = [];
  if (rate !== undefined) {
    problems.push({
      path: ["rate"],
      input: rate,
      message: "must be left out where it is searched",
    });
  }
  if (thread_counts.length > 1) {
    problems.push({
      path: ["thread_counts"],
      input: thread_counts,
      message: "must be one count where the rate is searched",
    });
  }
  return problems;
}
