/**
 * Whether the load generator was the limit of what it measured.
 *
 * A closed loop that uses up the cores it shares with its server is no fault: both are what was asked
 * to run there. So a reason needs a cause that is the generator's or a stranger's, and a delay that
 * matters beside the latency measured. Sources: docs/measurement.md, "The generator as suspect".
 */
import type { GeneratorResult, LevelResult, Sample } from "./result.ts";

/** What the generator is judged by. */
export type GeneratorEvidence =
  & Pick<LevelResult, "avg_latency_ms" | "p50_latency_ms" | "p99_latency_ms" | "open_loop">
  & {
    readonly generator: GeneratorResult;
    readonly samples: readonly { readonly generator: Pick<Sample["generator"], "cpu_pct"> }[];
  };

export interface GeneratorReasons {
  readonly invalid: readonly string[];
  readonly suspect: readonly string[];
}

/** A finding is suspect from the first share on, and invalid from the second. */
interface Limits {
  readonly suspect: number;
  readonly invalid: number;
}

/**
 * By the utilization law (Denning & Buzen 1978) a thread at this share of a core can send at most a
 * ninth more, however fast the server is. Locust warns at the same share.
 */
const BUSY_PCT = 90;
/** Seconds with a busy worker, as a share of the level's. */
const BUSY_SECONDS: Limits = { suspect: 0.1, invalid: 0.5 };

/** CPU taken by other processes while none is left: a closed loop is short of about that share. */
const OTHERS_PCT: Limits = { suspect: 10, invalid: 25 };
/** A rate may be held all the same: then its latencies alone are in doubt. */
const OTHERS_PCT_AT_A_RATE: Limits = { suspect: OTHERS_PCT.suspect, invalid: Infinity };
/** A machine that idles no more than this has no core to spare. */
const USED_UP_PCT = 10;

/** Time in which a loop stood still, in %: in a closed loop that is throughput lost. */
const STALLED_PCT: Limits = { suspect: 5, invalid: 20 };

/** A mean lag below this share of the mean latency changes neither latency nor throughput much. */
const MATTERS = 0.1;

/** The generator's delay as a share of the median latency. */
const MEDIAN_SHARE: Limits = { suspect: 0.25, invalid: 0.5 };
/** The delay's p99 as a share of the latency's: a tail may be off where the rest is right. */
const TAIL_SHARE = 0.5;
/**
 * Delays below these are in the nature of things: starts are grouped by 0.25 ms, a wake-up takes a
 * part of that, and a garbage collection or a time slice some milliseconds.
 */
const SMALLEST_MS = { median: 1, tail: 5 } as const;

/** The reasons to doubt a level that lie with its generator, gravest first. */
export function judgeGenerator(evidence: GeneratorEvidence): GeneratorReasons {
  const invalid: string[] = [];
  const suspect: string[] = [];
  const add = (share: number, limits: Limits, reason: string) => {
    if (share >= limits.invalid) invalid.push(reason);
    else if (share >= limits.suspect) suspect.push(reason);
  };
  const { generator } = evidence;
  const busy = busiest(evidence);
  if (busy !== undefined) {
    add(
      busy.seconds / evidence.samples.length,
      BUSY_SECONDS,
      `the generator was the limit: worker ${busy.worker + 1} used ${Math.round(busy.cpuPct)} % ` +
        `of a core in ${busy.seconds} of ${evidence.samples.length} s`,
    );
  }
  if (!lagMatters(evidence)) return { invalid, suspect };
  const isPaced = evidence.open_loop !== null;
  const { machine, avg_loop_lag_ms: lagMs } = generator;
  const late = `its event loop was ${ms(lagMs)} late on average, at a mean latency of ` +
    ms(evidence.avg_latency_ms);
  const isUsedUp = machine !== null && machine.idle_pct < USED_UP_PCT;
  const othersPct = machine?.others_pct ?? 0;
  const isStarved = isUsedUp && othersPct >= OTHERS_PCT.suspect;
  if (isStarved) {
    add(
      othersPct,
      isPaced ? OTHERS_PCT_AT_A_RATE : OTHERS_PCT,
      `the generator was short of CPU: other processes used ${Math.round(othersPct)} % of this ` +
        `machine, ${Math.round(machine.idle_pct)} % was idle; ${late}`,
    );
  }
  generator.workers.forEach(({ stalled_pct: stalledPct }, i) => {
    add(
      stalledPct ?? 0,
      STALLED_PCT,
      `the generator stood still: the event loop of worker ${i + 1} was stalled for 50 ms or ` +
        `more during ${Math.round(stalledPct ?? 0)} % of the time`,
    );
  });
  // With its server on the same cores, and those used up by the two, a loop waits for its turn.
  const isShared = isUsedUp && !isStarved && generator.shares_machine_with_server;
  const isTold = isStarved && !isPaced;
  if (!isShared && !isTold) addDelays(evidence, invalid, suspect);
  return { invalid, suspect };
}

/** Delays that are the generator's own, held against the latencies that they are in. */
function addDelays(
  { generator, p50_latency_ms: p50, p99_latency_ms: p99 }: GeneratorEvidence,
  invalid: string[],
  suspect: string[],
): void {
  const median = Math.max(generator.p50_loop_lag_ms ?? 0, generator.p50_start_lag_ms ?? 0);
  const tail = Math.max(generator.p99_loop_lag_ms ?? 0, generator.p99_start_lag_ms ?? 0);
  const medianShare = median / p50;
  if (median >= SMALLEST_MS.median && medianShare >= MEDIAN_SHARE.suspect) {
    (medianShare >= MEDIAN_SHARE.invalid ? invalid : suspect).push(
      `the generator's own delay was ${ms(median)} at the median, ` +
        `${pct(medianShare)} of the median latency of ${ms(p50)}`,
    );
  } else if (tail >= SMALLEST_MS.tail && tail / p99 >= TAIL_SHARE) {
    suspect.push(
      `the generator's own delay was ${ms(tail)} at the 99th percentile, ` +
        `${pct(tail / p99)} of the latency's of ${ms(p99)}`,
    );
  }
}

/** Whether the loop was late by an amount that matters; not where nothing was measured. */
function lagMatters({ generator, avg_latency_ms: latencyMs }: GeneratorEvidence): boolean {
  const lagMs = Math.max(generator.avg_loop_lag_ms ?? 0, generator.avg_start_lag_ms ?? 0);
  return latencyMs > 0 && lagMs >= MATTERS * latencyMs;
}

/** The worker that used up its core in most seconds; `cpuPct` is its mean over those. */
function busiest(
  { samples, generator }: GeneratorEvidence,
): { worker: number; seconds: number; cpuPct: number } | undefined {
  const found = generator.workers.map((_, worker) => {
    const busy = samples.flatMap(({ generator }) => generator.cpu_pct[worker] ?? [])
      .filter((cpuPct) => cpuPct >= BUSY_PCT);
    const sum = busy.reduce((total, cpuPct) => total + cpuPct, 0);
    return { worker, seconds: busy.length, cpuPct: sum / busy.length };
  }).filter(({ seconds }) => seconds > 0);
  return found.toSorted((a, b) => b.seconds - a.seconds)[0];
}

function ms(value: number | null): string {
  return `${Number((value ?? 0).toPrecision(3))} ms`;
}

function pct(share: number): string {
  return `${Math.round(100 * share)} %`;
}
