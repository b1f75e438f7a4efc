/** `bench` without a subcommand: a run from the checked command line to its exit code. */
import { exitCodeOf, type LakebenchError } from "../engine/errors.ts";
import type { RunEvent } from "../engine/events.ts";
import { plan as planRun, type RunPlan } from "../engine/plan.ts";
import { jsonReport } from "../engine/report/json.ts";
import type { ReportContext } from "../engine/report/markdown.ts";
import { incompletion } from "../engine/report/run_description.ts";
import { prepareDirectory, writeReports } from "../engine/report/write_reports.ts";
import type { RunResult } from "../engine/result.ts";
import type { RunOptions } from "../engine/run.ts";
import { within } from "../engine/within.ts";
import { checkThresholds, thresholdFailure } from "../engine/threshold.ts";
import type { Environment } from "../engine/target/conninfo.ts";
import type { ResolveOptions } from "../engine/target/resolve.ts";
import type { Target } from "../engine/target/target.ts";
import type { RunRequest } from "./arguments.ts";
import { printError } from "./error_text.ts";
import { LiveView } from "./live_view.ts";
import type { Output } from "./output.ts";
import { isPasswordShown, PASSWORD_WARNING } from "./shown_password.ts";
import { Interruption, type SignalSource } from "./signals.ts";
import { scriptTables } from "./script_table.ts";
import { StrayErrors } from "./stray_errors.ts";
import { levelsTable, summary, verdictLines } from "./summary.ts";

/** How long the start of a target may take to clean up after itself when it is broken off. */
const CLEAN_UP_MS = 5000;

/** Between two drawings of the live line, milliseconds. */
const TICK_MS = 250;

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

  let target: Target | undefined;
  let starting: Promise<Target> | undefined;
  const end = new AbortController();
  const endAtOnce = (code: number) => {
    // Whoever insists once more doesn't wait for the target any longer.
    if (end.signal.aborted) return around.exit(code);
    end.abort();
    const closing = target === undefined && starting !== undefined
      // A start that fails is told where it is awaited.
      ? within(CLEAN_UP_MS, starting.then((late) => closeTarget(late, around), () => {}))
      : closeTarget(target, around);
    closing.finally(() => around.exit(code));
  };
  using interruption = new Interruption({
    onInsist: endAtOnce,
    now: around.now,
    ...(around.signals !== undefined && { source: around.signals }),
  });
  const { signal } = interruption;
  const progress = showProgress(request, plan, around);
  using _strayErrors = new StrayErrors((error) => {
    progress.stop();
    printError(error, around);
    endAtOnce(1);
  });
  let result: RunResult;
  let failure: LakebenchError | undefined;
  try {
    starting = around.engine.resolveTarget({
      target: request.target,
      env: around.env,
      keep: request.keep,
      signal: AbortSignal.any([signal, end.signal]),
      onNotice: (severity, message) => progress.onEvent({ type: "notice", severity, message }),
    });
    target = await starting;
    if (isPasswordShown(request.target, target)) progress.onEvent(PASSWORD_WARNING);
    result = await around.engine.runBenchmark(plan, target, {
      signal,
      onEvent: progress.onEvent,
      onFailure: (error) => failure = error,
    });
  } catch (error) {
    progress.stop();
    if (interruption.exitCode !== undefined) {
      around.stderr.write("Interrupted before the run began.\n");
      return interruption.exitCode;
    }
    // Broken off by a stray error, which was told.
    if (end.signal.aborted) return 1;
    throw error;
  } finally {
    progress.stop();
    await closeTarget(target, around);
  }
  const filesWritten = await report(request, result, plan, around);
  if (failure !== undefined) {
    printError(failure, around);
    return exitCodeOf(failure);
  }
  if (result.status === "cancelled") return interruption.exitCode ?? 130;
  const broken = thresholdFailure(checkThresholds(result));
  if (broken !== undefined) {
    printError(broken, around);
    return exitCodeOf(broken);
  }
  return filesWritten ? 0 : 1;
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

function isWarning(event: RunEvent): boolean {
  return event.type === "notice" && event.severity === "warning";
}

/** A target that can't be closed is told and does not hide what the run came to. */
async function closeTarget(target: Target | undefined, around: Surroundings): Promise<void> {
  try {
    await target?.close();
  } catch (error) {
    printError(error, around);
  }
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
      stdout.write(lines([...levelsTable(result.levels, stdout), ...scripts]));
    }
    if (result.verdict.status !== "valid" && result.levels.length > 0) {
      stderr.write(lines(verdictLines(result.verdict, stderr)));
    }
    return;
  }
  const output = request.json ? stderr : stdout;
  if (result.levels.length > 0) return output.write(`\n${summary(result, files, output, request)}`);
  output.write(lines([incompletion(result) ?? "", ...files.map((file) => `Written: ${file}`)]));
}

function lines(list: readonly string[]): string {
  return list.filter((line) => line !== "").map((line) => `${line}\n`).join("");
}
