import type { ComponentChildren, JSX } from "preact";
import { ARRIVALS, KEY_DISTRIBUTIONS } from "../../engine/config.ts";
import { listWorkloads } from "../../engine/workload/builtin.ts";
import { RunFormActions } from "../../islands/RunFormActions.tsx";
import { DEFAULT_DRAFT, type RunForm as Form } from "../../web/run_form.ts";
import { ErrorSummary } from "../ErrorSummary.tsx";
import { Explained } from "../Explained.tsx";
import { Notice } from "../Notice.tsx";
import { ADVANCED_FIELDS, AdvancedFields } from "./AdvancedFields.tsx";
import { DraftInput, DraftSelect } from "./DraftControls.tsx";
import { LABELS } from "./labels.ts";
import { ScriptFields } from "./ScriptFields.tsx";
import { WorkloadChoice } from "./WorkloadChoice.tsx";

const KEYS_LABELS: Readonly<Record<typeof KEY_DISTRIBUTIONS[number], string>> = {
  uniform: "uniform: all rows alike",
  zipfian: "zipfian: some far more often",
  sequential: "sequential: one after the other",
};

const ARRIVAL_LABELS: Readonly<Record<typeof ARRIVALS[number], string>> = {
  poisson: "poisson: as independent users come",
  constant: "constant: at equal distances",
};

/**
 * The form of a new run. It works as it is; the island in it checks what is typed as it is typed.
 *
 * @param formKey of this form: what it starts it starts once
 */
export function RunForm({ form, formKey }: { form: Form; formKey: string }): JSX.Element {
  const { draft, errors, label, targets } = form;
  const props = { draft, errors };
  const workloads = listWorkloads().map(({ name, tables, parameters }) => ({
    name,
    tables,
    parameters,
  }));
  const isAdvanced = errors.some(({ field }) => ADVANCED_FIELDS.some((name) => name === field)) ||
    ADVANCED_FIELDS.some((name) => draft.fields[name] !== DEFAULT_DRAFT.fields[name]);
  return (
    <form
      method="post"
      action="/"
      id="run-form"
      aria-label="New run"
      class="group/form grid grid-cols-1 gap-6 [&_:is(a,input,select,summary,textarea)]:scroll-mb-28"
    >
      {/* The Enter key presses the first button of a form: it must be the one that runs. */}
      <button type="submit" hidden tabIndex={-1}>Run</button>
      <input type="hidden" name="form_key" value={formKey} />
      <ErrorSummary errors={errors} title="Nothing was started: please look at this first." />
      {targets.length === 0 && <NoTarget />}
      <DraftSelect
        {...props}
        name="target_id"
        whatIs={<Explained topic="term" name="target" />}
        choices={targets.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <WorkloadChoice {...props} />
      <ScriptFields {...props} />
      <div class="grid gap-4 sm:grid-cols-2">
        <DraftInput {...props} name="thread_counts" note="Separated by commas." />
        <DraftInput {...props} name="test_duration" />
        <Unless tables="pgbench">
          <DraftInput {...props} name="table_rows" />
        </Unless>
        <Unless tables="lakebase">
          <DraftInput {...props} name="scale" />
        </Unless>
        <div class="group-has-[[data-tables=custom]:checked]/form:hidden group-has-[[data-tables=pgbench]:checked]/form:hidden">
          <DraftSelect
            {...props}
            name="keys"
            choices={KEY_DISTRIBUTIONS.map((value) => ({ value, label: KEYS_LABELS[value] }))}
          />
        </div>
        <DraftInput {...props} name="batch_size" />
        <DraftInput
          {...props}
          name="rate"
          note="One, or several separated by commas."
          placeholder="as fast as answers come"
        />
        <DraftSelect
          {...props}
          name="arrival"
          note="Of the starts at a rate."
          choices={ARRIVALS.map((value) => ({ value, label: ARRIVAL_LABELS[value] }))}
        />
        <DraftInput {...props} name="repetitions" />
      </div>
      <AdvancedFields {...props} open={isAdvanced} />
      <RunFormActions label={label} labels={LABELS} workloads={workloads} />
    </form>
  );
}

/** Hidden where the workload's tables are these: the field has no effect on it. */
function Unless(
  { tables, children }: {
    tables: "lakebase" | "pgbench";
    children: ComponentChildren;
  },
): JSX.Element {
  const look = {
    lakebase: "group-has-[[data-tables=lakebase]:checked]/form:hidden",
    pgbench: "group-has-[[data-tables=pgbench]:checked]/form:hidden",
  }[tables];
  return <div class={look}>{children}</div>;
}

function NoTarget(): JSX.Element {
  return (
    <Notice kind="warning">
      No target is known yet, so no run can be started. Targets come from the runner's environment:
      start a runner on this store with <code>deno task runner</code>, or this server without{" "}
      <code>RUNNER=off</code>, and load this page again.
    </Notice>
  );
}
