/**
 * A run as it goes on. On a terminal one line is drawn over in place and finished things stay above
 * it; elsewhere there is a plain line each second.
 */
import type { LoadProgress, RunEvent, StagePhase } from "../engine/events.ts";
import type { RunPlan, Stage } from "../engine/plan.ts";
import {
  counted,
  duration,
  roughDuration,
  threeDigits,
  wholeNumber,
} from "../engine/report/number_format.ts";
import { serverName, VERDICT_ICONS } from "../engine/report/run_description.ts";
import { steadiness } from "../engine/report/steadiness.ts";
import type { LevelResult, Sample } from "../engine/result.ts";
import { columns, cut, folded } from "./columns.ts";
import type { Output } from "./output.ts";
import { remainingSec } from "../engine/remaining_time.ts";
import { printable, wrapLines } from "./wrap.ts";

const CLEAR_LINE = "\r\x1b[K";
/** Between two plain lines about one load, milliseconds. */
const LOAD_LINE_INTERVAL_MS = 1000;

/** Where the run is in its stages. */
interface Progress {
  readonly stage: Stage;
  readonly phase: StagePhase;
  /** By the view's clock, milliseconds. */
  readonly phaseStart: number;
  /** The last measured second, and the level's errors so far. */
  readonly sample?: Sample;
  readonly errors: number;
}

export interface LiveViewOptions {
  readonly output: Output;
  readonly plan: RunPlan;
  /** A clock in milliseconds; only differences are used. */
  readonly now: () => number;
  /** Stands before each line, where several runs are shown. Default: nothing. */
  readonly label?: string;
}

export class LiveView {
  readonly #output: Output;
  readonly #plan: RunPlan;
  readonly #now: () => number;
  readonly #label: string;
  #progress: Progress | undefined;
  /** The line being drawn over; empty when there is none. */
  #live = "";
  /** The table that is loaded, and since when there was no plain line about it. */
  #loadTold: { readonly table: string; readonly at: number } | undefined;

  constructor({ output, plan, now, label = "" }: LiveViewOptions) {
    this.#output = output;
    this.#plan = plan;
    this.#now = now;
    this.#label = label;
  }

  /** Takes the run's events, in order. */
  handle(event: RunEvent): void {
    switch (event.type) {
      case "notice":
        return this.#notice(event.severity, event.message);
      case "load_progress":
        return this.#loadProgress(event);
      case "preflight": {
        const { roundtrip } = event.circumstances;
        return this.#printFitted(
          `${serverName(event.circumstances)}, round trip ${threeDigits(roundtrip.p50_ms)} ms`,
        );
      }
      case "stage_phase":
        return this.#stagePhase(event.stage, event.phase);
      case "sample":
        return this.#sample(event.stage, event.sample);
      case "stage_finished":
        return this.#stageFinished(event.level);
      case "finished":
        return this.close();
    }
  }

  /** Draws the live line anew, so that its times go on between events. Nothing off a terminal. */
  tick(): void {
    if (this.#output.canRedraw && this.#progress !== undefined) {
      this.#draw(this.#progressLine(this.#progress));
    }
  }

  /** Takes the live line away: what is written next begins on an empty line. Safe to call twice. */
  close(): void {
    this.#progress = undefined;
    this.#draw("");
  }

  #notice(severity: "info" | "warning", message: string): void {
    const { style } = this.#output;
    const isWarning = severity === "warning";
    const indent = isWarning ? "  " : "";
    const text = wrapLines(printable(message), this.#width, indent).join("\n");
    this.#print(isWarning ? style.doubtful(`! ${text.slice(indent.length)}`) : text);
  }

  #loadProgress(event: LoadProgress): void {
    if (event.phase === "done") {
      this.#loadTold = undefined;
      this.#draw("");
      return this.#printFitted(`${event.table}  ${counted(event.total_rows, "row")} ready`);
    }
    const line = `${event.table}  ${loadStep(event)}`;
    if (this.#output.canRedraw) return this.#draw(line);
    const told = this.#loadTold;
    const isNew = told?.table !== event.table;
    if (!isNew && this.#now() - told.at < LOAD_LINE_INTERVAL_MS) return;
    this.#loadTold = { table: event.table, at: this.#now() };
    // A table that is ready within a second is told once.
    if (!isNew) this.#printFitted(line);
  }

  #stagePhase(stage: Stage, phase: StagePhase): void {
    this.#progress = { stage, phase, phaseStart: this.#now(), errors: 0 };
    if (this.#output.canRedraw) return this.tick();
    if (phase === "connecting") this.#printFitted(this.#stageAnnouncement(stage));
  }

  #sample(stage: Stage, sample: Sample): void {
    const before = this.#progress;
    this.#progress = {
      stage,
      phase: "measuring",
      phaseStart: before?.phase === "measuring" ? before.phaseStart : this.#now(),
      sample,
      errors: (before?.errors ?? 0) + sample.error_count,
    };
    if (this.#output.canRedraw) return this.tick();
    this.#printFitted(this.#progressLine(this.#progress));
  }

  #stageFinished(level: LevelResult): void {
    this.#progress = undefined;
    this.#draw("");
    const { style } = this.#output;
    const { status } = level.verdict;
    const icon = VERDICT_ICONS[status];
    const dress = { valid: style.good, suspect: style.doubtful, invalid: style.bad }[status];
    const line = `${icon} ${
      columns(
        this.#nameOf({ ...level, rate: level.open_loop?.rate ?? null }),
        `${threeDigits(level.duration_sec)} s`,
        ...figures(level),
        counted(level.error_count, "error"),
        steadiness(level),
        ...status === "valid" ? [] : [status],
      )
    }`;
    this.#printFitted(line, (text) => dress(icon) + text.slice(icon.length));
  }

  /** `8 threads`, `8 threads at 500/s` with a rate, `…, run 2/5` where levels are repeated. */
  #nameOf({ threads: count, rate, repetition }: Pick<Stage, "threads" | "rate" | "repetition">) {
    const { repetitions, find_knee } = this.#plan.config;
    const run = find_knee === undefined ? `${repetition}/${repetitions}` : repetition;
    return threads(count) + (rate === null ? "" : ` at ${threeDigits(rate)}/s`) +
      (repetitions === 1 && repetition === 1 ? "" : `, run ${run}`);
  }

  #stageAnnouncement(stage: Stage): string {
    const { until_steady_sec, warmup_sec, test_duration } = this.#plan.config;
    const settling = until_steady_sec === undefined
      ? ""
      : `${duration(until_steady_sec)} at most until steady, `;
    const eta = remainingSec(this.#plan, stage, "connecting", 0);
    const { repetitions, find_knee } = this.#plan.config;
    const noun = repetitions === 1 && find_knee === undefined ? "Level" : "Run";
    const count = stage.index + 1 + stage.toCome;
    const total = find_knee === undefined ? `${count}` : `about ${count}`;
    return `${noun} ${stage.index + 1} of ${total}: ${this.#nameOf(stage)}, ` +
      `${settling}${duration(warmup_sec)} warm-up, ${duration(test_duration)} measured, ETA ${
        roughDuration(eta)
      }`;
  }

  #progressLine({ stage, phase, phaseStart, sample, errors }: Progress): string {
    const sinceSec = (this.#now() - phaseStart) / 1000;
    const { until_steady_sec = 0, warmup_sec, test_duration, cooldown_sec } = this.#plan.config;
    const measuredSec = Math.min(test_duration, Math.max(sinceSec, (sample?.second ?? -1) + 1));
    const eta = (elapsed: number) =>
      `ETA ${roughDuration(remainingSec(this.#plan, stage, phase, elapsed))}`;
    const lead = this.#nameOf(stage);
    switch (phase) {
      case "connecting":
        return columns(lead, "connecting", eta(0));
      case "settling":
        return columns(
          lead,
          `until steady ${progressOf(sinceSec, until_steady_sec)} at most`,
          eta(sinceSec),
        );
      case "warmup":
        return columns(lead, `warming up ${progressOf(sinceSec, warmup_sec)}`, eta(sinceSec));
      case "cooldown":
        return columns(lead, `cooling down ${progressOf(sinceSec, cooldown_sec)}`, eta(sinceSec));
      case "measuring":
        return columns(
          lead,
          progressOf(measuredSec, test_duration),
          ...sample === undefined ? ["measuring"] : [
            ...figures(sample),
            counted(errors, "error"),
          ],
          eta(measuredSec),
        );
    }
  }

  /** Columns that a line has beside the label. */
  get #width(): number {
    return this.#output.columns() - this.#label.length;
  }

  /** Writes a line that stays, and goes on in another where the terminal is narrower. */
  #printFitted(line: string, dress = (text: string) => text): void {
    const lines = folded(this.#output.style.digits(line), this.#width);
    this.#print(dress(lines.join("\n")));
  }

  /** Writes lines that stay, above the live one. */
  #print(line: string): void {
    const live = this.#live;
    this.#draw("");
    const labelled = line.split("\n").map((each) => `${this.#label}${each}\n`).join("");
    this.#output.write(this.#output.style.digits(labelled));
    this.#draw(live);
  }

  /** Makes `line` the live line; an empty one takes it away. */
  #draw(line: string): void {
    if (line === this.#live) return;
    this.#live = line;
    // A line as wide as the terminal would wrap, and then can't be drawn over.
    this.#output.write(
      CLEAR_LINE + cut(line === "" ? "" : this.#label + line, this.#output.columns() - 1),
    );
  }
}

function loadStep(event: LoadProgress): string {
  switch (event.phase) {
    case "copy":
      return columns(
        `${wholeNumber(event.rows)}/${counted(event.total_rows, "row")}`,
        ...event.rows_per_sec === 0 ? [] : [
          `${threeDigits(event.rows_per_sec)} rows/s`,
          `ETA ${roughDuration(event.eta_sec)}`,
        ],
      );
    case "index":
      return "building indexes";
    case "analyze":
      return "gathering statistics";
    case "done":
      return "ready";
  }
}

/** Throughput, mean and p99, of a second or of a level. No latency where there was no answer. */
function figures(
  measured: { throughput_ops_sec: number; avg_latency_ms: number; p99_latency_ms: number },
): string[] {
  const latency = (ms: number) => threeDigits(measured.throughput_ops_sec > 0 ? ms : NaN);
  return [
    `${threeDigits(measured.throughput_ops_sec)} tps`,
    `mean ${latency(measured.avg_latency_ms)}`,
    `p99 ${latency(measured.p99_latency_ms)} ms`,
  ];
}

function threads(count: number): string {
  return counted(count, "thread");
}

/** `4/10 s` */
function progressOf(seconds: number, total: number): string {
  return `${wholeNumber(Math.floor(Math.min(seconds, total)))}/${wholeNumber(total)} s`;
}
