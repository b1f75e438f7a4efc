/** `bench` without a subcommand: a run from the checked command line to its exit code. */
import type { BothSides, DuetOptions } from "../engine/duet.ts";
import { exitCodeOf, type LakebenchError } from "../engine/errors.ts";
import type { RunEvent } from "../engine/events.ts";
import { plan as planRun, type RunPlan } from "../engine/plan.ts";
import { jsonReport } from "../engine/report/json.ts";
import type { ReportContext } from "../engine/report/markdown.ts";
import { incompletion } from "../engine/report/run_description.ts";
import { kneeFailure } from "../engine/knee/knee_failure.ts";
import { prepareDirectory, writeReports } from "../engine/report/write_reports.ts";
import type { RunResult } from "../engine/result.ts";
import type { RunOptions } from "../engine/run.ts";
import { checkThresholds, thresholdFailure } from "../engine/threshold.ts";
import { invalidity } from "../engine/verdict.ts";
import type { Environment } from "../engine/target/conninfo.ts";
import type { ResolveOptions } from "../engine/target/resolve.ts";
import type { Target } from "../engine/target/target.ts";
import type { Recorder } from "../runner/recorder.ts";
import type { RunRequest } from "./arguments.ts";
import { printError } from "./error_text.ts";
import { LiveView } from "./live_view.ts";
import type { Output } from "./output.ts";
import { RunRecording } from "./run_recording.ts";
import { isPasswordShown, PASSWORD_WARNING } from "./shown_password.ts";
import type { SignalSource } from "./signals.ts";
import { scriptTables } from "./script_table.ts";
import { levelsTable, summary, verdictLines } from "./summary.ts";
import { TargetSession } from "./target_session.ts";

/** Between two drawings of the live line, milliseconds. */
export const TICK_MS = 250;

/** What the engine does for the command line. */
export interface Engine {
  /** @throws LakebenchError `config_invalid` */
  checkWorkload(plan: RunPlan): void;
  resolveTarget(options: ResolveOptions): Promise<Target>;
  runBenchmark(
    plan: RunPlan,
    target: Target,
    options: RunOptions,
  ): Promise<RunResult>;
  runDuet(
    plan: RunPlan,
    targets: BothSides<Target>,
    options: DuetOptions,
  ): Promise<BothSides<RunResult>>;
  /** What the Markdown report shows beside the result. */
  reportContext(config: RunPlan["config"]): ReportContext;
}

/** The process around a command. */
export interface Surroundings {
  readonly engine: Engine;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Environment;
  /** Ends the process at once. */
  readonly exit: (code: number) => void;
  /** Goes to the folder that paths on the command line are meant from. */
  readonly enterUserDirectory?: () => void;
  /** A clock in milliseconds. */
  readonly now: () => number;
  /** Web Workers that can run at the same time. */
  readonly cores: number;
  readonly signals?: SignalSource;
  /** Opens the store that is named, or the usual one. @throws LakebenchError `store_unusable` */
  readonly openRecorder?: (store: string | undefined) => Promise<Recorder>;
}

/**
 * Runs, shows the run as it goes on, writes its reports, and closes the target whatever happens.
 *
 * @returns the exit code
 * @throws LakebenchError when the run could not begin: nothing is left running then
 */
export async function runCommand(request: RunRequest, around: Surroundings): Promise<number> {
  const plan = planRun(request.config, around.cores);
  around.engine.checkWorkload(plan);
  if (request.out !== undefined) await prepareDirectory(request.out);

  const recording = await RunRecording.open(request, around);
  const progress = showProgress(request, plan, around);
  using session = new TargetSession(around, () => progress.stop());
  let result: RunResult;
  let failure: LakebenchError | undefined;
  let isRecorded = false;
  try {
    const target = await session.open({
      target: request.target,
      keep: request.keep,
      onNotice: (severity, message) => progress.onEvent({ type: "notice", severity, message }),
    });
    if (isPasswordShown(request.target, target)) progress.onEvent(PASSWORD_WARNING);
    result = await around.engine.runBenchmark(plan, target, {
      ...await recording.begin(plan, target, {
        signal: session.signal,
        onEvent: progress.onEvent,
      }),
      onFailure: (error) => failure = error,
    });
    isRecorded = await recording.finish(result);
  } catch (error) {
    progress.stop();
    return session.failure(error);
  } finally {
    progress.stop();
    await recording.close().catch((error) => printError(error, around));
    await session.close();
  }
  const filesWritten = await report(request, result, plan, around);
  if (failure !== undefined) {
    printError(failure, around);
    return exitCodeOf(failure);
  }
  if (result.status === "cancelled") return session.exitCode ?? 130;
  // Limits on numbers that can't be believed would say nothing.
  const doubt = request.strict ? invalidity(result) : undefined;
  const broken = doubt ?? thresholdFailure(checkThresholds(result)) ?? kneeFailure(result);
  if (broken !== undefined) {
    printError(broken, around);
    return exitCodeOf(broken);
  }
  return filesWritten && isRecorded ? 0 : 1;
}

/** Shows events where the request wants them, until stopped. */
function showProgress(request: RunRequest, plan: RunPlan, { stdout, stderr, now }: Surroundings) {
  const output = request.json || request.quiet ? stderr : stdout;
  const view = new LiveView({ output, plan, now });
  const timer = output.canRedraw && !request.quiet
    ? setInterval(() => view.tick(), TICK_MS)
    : undefined;
  return {
    onEvent: (event: RunEvent) => {
      if (!request.quiet || isWarning(event)) view.handle(event);
    },
    stop: () => {
      clearInterval(timer);
      view.close();
    },
  };
}

/** What is shown also where nothing else is. */
export function isWarning(event: RunEvent): boolean {
  return event.type === "notice" && event.severity === "warning";
}

/** Writes files first, so that the summary can name them. Returns whether all could be written. */
async function report(
  request: RunRequest,
  result: RunResult,
  plan: RunPlan,
  around: Surroundings,
): Promise<boolean> {
  let files: string[] = [];
  let failure: unknown;
  if (request.out !== undefined) {
    try {
      const context = around.engine.reportContext(plan.config);
      files = await writeReports(request.out, request.formats, result, context);
    } catch (error) {
      failure = error;
    }
  }
  print(request, result, files, around);
  if (failure !== undefined) printError(failure, around);
  return failure === undefined;
}

function print(
  request: RunRequest,
  result: RunResult,
  files: readonly string[],
  { stdout, stderr }: Surroundings,
): void {
  if (request.json) stdout.write(jsonReport(result));
  if (request.quiet) {
    if (!request.json) {
      const scripts = request.perStatement ? scriptTables(result.levels, stdout) : [];
      writeLines(stdout, [...levelsTable(result.levels, stdout), ...scripts]);
    }
    if (result.verdict.status !== "valid" && result.levels.length > 0) {
      writeLines(stderr, verdictLines(result.verdict, stderr));
    }
    return;
  }
  const output = request.json ? stderr : stdout;
  if (result.levels.length > 0) return output.write(`\n${summary(result, files, output, request)}`);
  writeLines(output, [incompletion(result) ?? "", ...files.map((file) => `Written: ${file}`)]);
}

function writeLines(output: Output, lines: readonly string[]): void {
  const text = lines.filter((line) => line !== "").map((line) => `${line}\n`).join("");
  output.write(output.style.digits(text));
}
