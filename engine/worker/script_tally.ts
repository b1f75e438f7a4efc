/** What a worker counts of each script and statement: told once, when the window is over. */
import type { Session } from "../driver/session.ts";
import { type LatencyDelta, LatencyRecorder } from "../measure/latency_recorder.ts";
import type { Program } from "../workload/program.ts";

/** Successes with their latencies, and failures. */
export interface OutcomeCounts {
  /** Null where nothing succeeded. */
  readonly latency: LatencyDelta | null;
  readonly errorCount: number;
}

/** One script of a worker. */
export interface ScriptCounts extends OutcomeCounts {
  readonly name: string;
  readonly weight: number;
  /** None where the script is a single statement, which the script's own figures describe. */
  readonly statements: readonly StatementCounts[];
}

export interface StatementCounts extends OutcomeCounts {
  readonly label: string;
  /** Line in the script, from 1. */
  readonly line: number;
}

/** Instants on this thread's clock, `performance.now()`. */
interface Window {
  readonly startMs: number;
  readonly endMs: number;
}

/** Whether scripts and statements are worth counting: where there is one, the level says it all. */
export function isDivided(programs: readonly Program[]): boolean {
  return programs.length > 1 || programs.some(({ single }) => !single);
}

/** Counts operations by their script, those that ended within the window. */
export class ScriptTally {
  readonly #window: Window;
  readonly #outcomes = new Map<Program, Outcomes>();
  readonly #statements = new Map<Program, StatementTally>();

  constructor(programs: readonly Program[], window: Window) {
    this.#window = window;
    for (const program of programs) {
      this.#outcomes.set(program, new Outcomes(window));
      if (!program.single) this.#statements.set(program, new StatementTally(program, window));
    }
  }

  /**
   * An operation is over, its tries included.
   * @param fromMs where its latency counts from
   */
  ended(program: Program, fromMs: number, endMs: number, failed: boolean): void {
    const outcomes = this.#outcomes.get(program);
    if (failed) outcomes?.failure(endMs);
    else outcomes?.success(fromMs, endMs);
  }

  /** Where the statements of a script are counted; nowhere for a script of one statement. */
  statementsOf(program: Program): StatementTally | undefined {
    return this.#statements.get(program);
  }

  take(): ScriptCounts[] {
    return [...this.#outcomes].map(([program, outcomes]) => ({
      name: program.name,
      weight: program.weight,
      ...outcomes.take(),
      statements: this.#statements.get(program)?.take() ?? [],
    }));
  }
}

/** Counts the statements of one script. */
export class StatementTally {
  readonly #program: Program;
  readonly #window: Window;
  readonly #outcomes: readonly Outcomes[];

  constructor(program: Program, window: Window) {
    this.#program = program;
    this.#window = window;
    this.#outcomes = program.statements.map(() => new Outcomes(window));
  }

  success(statement: number, startMs: number, endMs: number): void {
    this.#outcomes[statement]?.success(startMs, endMs);
  }

  failure(statement: number, endMs: number): void {
    this.#outcomes[statement]?.failure(endMs);
  }

  take(): StatementCounts[] {
    return this.#program.statements.map(({ label, line }, i) => ({
      label,
      line,
      ...(this.#outcomes[i] ?? new Outcomes(this.#window)).take(),
    }));
  }
}

/**
 * The statements of one pipeline under way. Answers are told by sync: each statement's latency is
 * that from being queued to the answer of its sync, and a failure is counted for the first
 * statement of its group, which may not be the one that failed.
 */
export class PipelineLog {
  readonly #tally: StatementTally;
  readonly #queued: { statement: number; startMs: number; sync: number }[] = [];

  constructor(tally: StatementTally) {
    this.#tally = tally;
  }

  queued(statement: number, sync: number): void {
    this.#queued.push({ statement, startMs: performance.now(), sync });
  }

  /** Call once all syncs are answered. */
  answered({ failures, readyAt }: Pick<Session, "failures" | "readyAt">): void {
    let failed = -1;
    for (const { statement, startMs, sync } of this.#queued) {
      const endMs = readyAt[sync] ?? startMs;
      if (failures[sync] === undefined) this.#tally.success(statement, startMs, endMs);
      else if (failed !== sync) {
        failed = sync;
        this.#tally.failure(statement, endMs);
      }
    }
  }
}

/** Of one script or statement. The histogram, some 180 KB, is made when it is needed. */
class Outcomes {
  readonly #window: Window;
  #latency: LatencyRecorder | undefined;
  #errorCount = 0;

  constructor(window: Window) {
    this.#window = window;
  }

  success(fromMs: number, endMs: number): void {
    if (!this.#isInside(endMs)) return;
    this.#latency ??= new LatencyRecorder();
    this.#latency.record((endMs - fromMs) * 1000);
  }

  failure(endMs: number): void {
    if (this.#isInside(endMs)) this.#errorCount++;
  }

  take(): OutcomeCounts {
    return { latency: this.#latency?.takeDelta() ?? null, errorCount: this.#errorCount };
  }

  #isInside(endMs: number): boolean {
    return endMs >= this.#window.startMs && endMs < this.#window.endMs;
  }
}
