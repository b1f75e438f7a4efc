/** What is read first of a finished run: whether to believe it, the best level, and what was run. */
import type { JSX } from "preact";
import { bestLevel } from "../../engine/report/best_level.ts";
import { incompletion, setting } from "../../engine/report/run_description.ts";
import { counted, halfWidth, threeDigits } from "../../engine/report/number_format.ts";
import type { RunResult, Verdict } from "../../engine/result.ts";
import type { Summary } from "../../engine/stats/summary.ts";
import { Explained } from "../Explained.tsx";
import { Figure, Figures } from "../Figure.tsx";
import { VerdictBadge, VerdictReasons } from "../VerdictBadge.tsx";
import { FailureNotice } from "./FailureNotice.tsx";

export function RunOpening({ result }: { result: RunResult }): JSX.Element {
  const stopped = incompletion(result);
  return (
    <section aria-labelledby="verdict" class="grid grid-cols-1 gap-4">
      {result.error !== null && <FailureNotice failure={result.error} />}
      {result.levels.length > 0 && (
        <div class="flex flex-wrap items-center gap-2">
          <h2 id="verdict" class="sr-only">Verdict</h2>
          <VerdictBadge verdict={result.verdict} large />
          <Explained topic="term" name="verdict" />
          {stopped !== undefined && <span class="text-ink-soft">{stopped}</span>}
        </div>
      )}
      {result.levels.length === 0 && (
        <h2 id="verdict" class="font-semibold">{stopped ?? "No level was measured."}</h2>
      )}
      {result.levels.length > 0 && <Reasons verdict={result.verdict} />}
      <BestLevel result={result} />
      <ul class="grid max-w-prose gap-1 text-ink-soft">
        {setting(result).map((sentence) => <li key={sentence}>{sentence}</li>)}
      </ul>
    </section>
  );
}

/** So many reasons leave the headline on the first screen; the others are one press away. */
const SHOWN_REASONS = 3;

function Reasons({ verdict: { status, reasons } }: { verdict: Verdict }): JSX.Element {
  const shown = reasons.slice(0, SHOWN_REASONS);
  const more = reasons.slice(SHOWN_REASONS);
  return (
    <div class="max-w-[90ch]">
      <VerdictReasons verdict={{ status, reasons: shown }} />
      {more.length > 0 && (
        <details class="mt-1">
          <summary class="text-sm text-accent underline">
            {counted(more.length, "further reason")}
          </summary>
          <VerdictReasons verdict={{ status, reasons: more }} />
        </details>
      )}
    </div>
  );
}

/** The headline: the best level's figures, with their intervals where it was repeated. */
function BestLevel({ result }: { result: RunResult }): JSX.Element | null {
  const best = bestLevel(result.levels);
  if (best === undefined) return null;
  const at = best.rate === null ? undefined : `${threeDigits(best.rate)} starts/s were asked for`;
  return (
    <Figures>
      <Figure
        label="Throughput"
        value={best.throughput_ops_sec.mean}
        unit="operations/s"
        whatIs={<Explained topic="figure" name="throughput_ops_sec" />}
        note={interval(best.throughput_ops_sec, "operations/s")}
      />
      <Figure
        label="p99"
        value={best.p99_latency_ms.mean}
        unit="ms"
        whatIs={<Explained topic="figure" name="p99_latency_ms" />}
        note={interval(best.p99_latency_ms, "ms")}
      />
      <Figure
        label="At"
        value={best.threads}
        unit={best.threads === 1 ? "connection" : "connections"}
        counted
        whatIs={<Explained topic="figure" name="threads" id="what-is-best-threads" />}
        note={at ?? (result.levels.length > 1
          ? `best of ${counted(result.levels.length, "level")}`
          : undefined)}
      />
      <Figure
        label="Errors"
        value={best.error_count}
        counted
        whatIs={<Explained topic="figure" name="error_count" />}
      />
    </Figures>
  );
}

function interval(summary: Summary, unit: string): string | undefined {
  const half = halfWidth(summary);
  return half === undefined ? undefined : `± ${threeDigits(half)} ${unit}, 95 %`;
}
