/** `bench duet`: two targets measured in turn, compared by pairs, and told. */
import { join } from "node:path";
import { compareRuns } from "../engine/compare/compare_runs.ts";
import type { BothSides } from "../engine/duet.ts";
import { type DuetSide, SIDES } from "../engine/duet_order.ts";
import { exitCodeOf, type LakebenchError } from "../engine/errors.ts";
import type { RunEvent } from "../engine/events.ts";
import { plan as planRun, type RunPlan } from "../engine/plan.ts";
import { comparisonJson } from "../engine/report/comparison_json.ts";
import { comparisonMarkdown } from "../engine/report/comparison_markdown.ts";
import { counted } from "../engine/report/number_format.ts";
import {
  DEFAULT_REPORT_FORMATS,
  prepareDirectory,
  writeNew,
  writeReports,
} from "../engine/report/write_reports.ts";
import type { RunResult } from "../engine/result.ts";
import { checkThresholds, thresholdFailure } from "../engine/threshold.ts";
import type { DuetRequest } from "./duet_arguments.ts";
import { DuetView, SIDE_LETTERS } from "./duet_view.ts";
import { printError } from "./error_text.ts";
import { comparisonExitCode, renderComparison } from "./render_comparison.ts";
import { isWarning, type Surroundings, TICK_MS } from "./run_command.ts";
import { isPasswordShown, PASSWORD_WARNING } from "./shown_password.ts";
import { TargetSession } from "./target_session.ts";

/**
 * Measures, shows both runs as they go on, writes their reports, and compares on standard output.
 *
 * @returns the exit code
 * @throws LakebenchError when the duet could not begin: nothing is left running then
 */
export async function duetCommand(request: DuetRequest, around: Surroundings): Promise<number> {
  const plan = planRun(request.config, around.cores);
  around.engine.checkWorkload(plan);
  const { out } = request;
  if (out !== undefined) {
    for (const side of SIDES) await prepareDirectory(join(out, SIDE_LETTERS[side]));
  }
  const progress = showProgress(request, plan, around);
  using session = new TargetSession(around, () => progress.stop());
  let results: BothSides<RunResult>;
  let failure: LakebenchError | undefined;
  try {
    const open = async (side: DuetSide) => {
      const typed = request.targets[side];
      const target = await session.open({
        target: typed,
        onNotice: (severity, message) =>
          progress.onEvent(side, { type: "notice", severity, message }),
      });
      if (isPasswordShown(typed, target)) progress.onEvent(side, PASSWORD_WARNING);
      return target;
    };
    const targets = { baseline: await open("baseline"), candidate: await open("candidate") };
    results = await around.engine.runDuet(plan, targets, {
      signal: session.signal,
      onEvent: progress.onEvent,
      onFailure: (_side, error) => failure = error,
    });
  } catch (error) {
    progress.stop();
    return session.failure(error);
  } finally {
    progress.stop();
    await session.close();
  }
  const isComplete = SIDES.every((side) => results[side].status === "completed");
  const comparison = compareRuns([results.baseline], [results.candidate], {
    design: "paired",
    metrics: request.metrics,
    confidence: request.confidence,
  });
  const isWritten = await report(request, around, async (out) => {
    const context = around.engine.reportContext(plan.config);
    const paths: string[] = [];
    for (const side of SIDES) {
      const directory = join(out, SIDE_LETTERS[side]);
      paths.push(...await writeReports(directory, DEFAULT_REPORT_FORMATS, results[side], context));
    }
    if (!isComplete) return paths;
    paths.push(await writeNew(out, "comparison", "json", comparisonJson(comparison)));
    return [...paths, await writeNew(out, "comparison", "md", comparisonMarkdown(comparison))];
  });
  if (!isComplete) around.stderr.write(incompletion(results, plan));
  if (failure !== undefined) {
    printError(failure, around);
    return exitCodeOf(failure);
  }
  if (!isComplete) return session.exitCode ?? 130;
  const rendered = renderComparison(comparison, request.format, around.stdout);
  // What went on stands above it.
  around.stdout.write(request.format === "text" && !request.quiet ? `\n${rendered}` : rendered);
  const broken = SIDES.flatMap((side) => thresholdFailure(checkThresholds(results[side])) ?? []);
  for (const each of broken) printError(each, around);
  const code = comparisonExitCode(comparison, request.failOnSlower);
  return code !== 0 ? code : broken.length > 0 || !isWritten ? 1 : 0;
}

/** Shows events where the request wants them, until stopped. */
function showProgress(
  { format, quiet }: DuetRequest,
  plan: RunPlan,
  { stdout, stderr, now }: Surroundings,
) {
  const output = quiet || format !== "text" ? stderr : stdout;
  const view = new DuetView({ output, plan, now });
  const timer = output.canRedraw && !quiet ? setInterval(() => view.tick(), TICK_MS) : undefined;
  return {
    onEvent: (side: DuetSide, event: RunEvent) => {
      if (!quiet || isWarning(event)) view.handle(side, event);
    },
    stop: () => {
      clearInterval(timer);
      view.close();
    },
  };
}

/** Writes reports and names them. Returns whether all could be written. */
async function report(
  { out, format, quiet }: DuetRequest,
  around: Surroundings,
  write: (out: string) => Promise<string[]>,
): Promise<boolean> {
  if (out === undefined) return true;
  try {
    const paths = await write(out);
    const output = format === "text" ? around.stdout : around.stderr;
    if (!quiet) output.write(paths.map((path) => `Written: ${path}\n`).join(""));
    return true;
  } catch (error) {
    printError(error, around);
    return false;
  }
}

function incompletion(results: BothSides<RunResult>, plan: RunPlan): string {
  const measured = results.baseline.levels.length + results.candidate.levels.length;
  return `The duet was not completed: ${measured} of ${
    counted(2 * plan.stages.length, "run")
  } measured.\n`;
}
