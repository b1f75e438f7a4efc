/** A finished run: verdict, headline, what was run; then levels, charts, errors, circumstances. */
import type { JSX } from "preact";
import type { RunCharts as Series } from "../../engine/report/run_charts.ts";
import type { RunResult } from "../../engine/result.ts";
import type { RunRecord } from "../../store/run_record.ts";
import type { Deed } from "../../web/history_notice.ts";
import { CircumstancesTable } from "./CircumstancesTable.tsx";
import { ConfigurationTable } from "./ConfigurationTable.tsx";
import { ErrorsTable } from "./ErrorsTable.tsx";
import { RunCharts } from "./LevelCharts.tsx";
import { GeneratorTable } from "./GeneratorTable.tsx";
import { KneeTable } from "./KneeTable.tsx";
import { LevelsTable } from "./LevelsTable.tsx";
import { RepetitionsTable } from "./RepetitionsTable.tsx";
import { RetriesList } from "./RetriesList.tsx";
import { ScriptsTables } from "./ScriptsTables.tsx";
import { ThresholdsTable } from "./ThresholdsTable.tsx";
import { areRepeated } from "./level_name.ts";
import { FinishedActions } from "./RunActions.tsx";
import { RunHeader } from "./RunHeader.tsx";
import { RunOpening } from "./RunOpening.tsx";
import { Section } from "./Section.tsx";

export function RunResultPage(
  { run, deed, now, result, charts }: {
    run: RunRecord;
    deed: Deed | null;
    now: Date;
    /** Without samples. */
    result: RunResult;
    charts: Series | null;
  },
): JSX.Element {
  const { levels, knee, configuration: { thresholds } } = result;
  const hasErrors = levels.some(({ errors }) => errors.length > 0);
  const hasRetries = levels.some(({ retries }) => retries > 0);
  const hasScripts = levels.some(({ scripts }) => scripts.length > 0);
  return (
    <>
      <RunHeader
        run={run}
        deed={deed}
        now={now}
        actions={<FinishedActions run={run} hasResult />}
      />
      <div class="grid grid-cols-1 gap-6">
        <RunOpening result={result} />
        {knee !== null && (
          <Section id="knee" title="Knee">
            <KneeTable knee={knee} />
          </Section>
        )}
        {result.levels.length > 0 && (
          <Section id="levels" title="Levels">
            <LevelsTable levels={result.levels} />
          </Section>
        )}
        {thresholds.length > 0 && (
          <Section id="thresholds" title="Thresholds">
            <ThresholdsTable result={result} />
          </Section>
        )}
        {areRepeated(levels) && (
          <Section id="repetitions" title="Repetitions">
            <RepetitionsTable levels={levels} />
          </Section>
        )}
        {result.levels.length > 0 && (
          <Section id="charts" title="Charts">
            <div class="grid grid-cols-1 gap-6">
              <RunCharts levels={result.levels} charts={charts} />
            </div>
          </Section>
        )}
        {hasErrors && (
          <Section id="errors" title="Errors">
            <ErrorsTable levels={result.levels} />
          </Section>
        )}
        {hasRetries && (
          <Section id="retries" title="Retries">
            <RetriesList levels={levels} />
          </Section>
        )}
        {hasScripts && (
          <Section id="scripts" title="Scripts and statements">
            <ScriptsTables levels={levels} />
          </Section>
        )}
        {levels.length > 0 && (
          <Section id="generator" title="Load generator" folded>
            <GeneratorTable levels={levels} />
          </Section>
        )}
        <Section id="configuration" title="Configuration" folded>
          <ConfigurationTable configuration={run.configuration} />
        </Section>
        {result.circumstances !== null && (
          <Section id="circumstances" title="Circumstances" folded>
            <CircumstancesTable circumstances={result.circumstances} />
          </Section>
        )}
        <Section id="raw" title="Raw data" folded>
          <p class="max-w-prose">
            The result as it is stored:{" "}
            <a class="text-accent underline" href={`/api/benchmarks/${run.id}/results`}>
              JSON with every second's histogram
            </a>. The run is <code>{run.id}</code>; its suite, the runs it can be compared with, is
            {" "}
            <a class="text-accent underline" href={`/history?suite=${run.suite}`}>
              <code>{run.suite}</code>
            </a>.
          </p>
        </Section>
      </div>
    </>
  );
}
