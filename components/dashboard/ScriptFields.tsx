/** Scripts of the user's own, and what goes with them. Shown where they are the workload. */
import type { JSX } from "preact";
import { LIMITS } from "../../engine/limits.ts";
import { wholeNumber } from "../../engine/report/number_format.ts";
import { scriptField } from "../../web/run_draft.ts";
import { Button } from "../Button.tsx";
import { errorOf } from "../ErrorSummary.tsx";
import { Explained } from "../Explained.tsx";
import { fieldId, InputField, TextAreaField } from "../Field.tsx";
import { DraftLines, type DraftProps, DraftSelect } from "./DraftControls.tsx";

const TABLES = [
  { value: "none", label: "none: they are there, or the scripts need none" },
  { value: "lakebase", label: "the Lakebase table" },
  { value: "pgbench", label: "pgbench's four" },
] as const;

const PLACEHOLDER = "\\set id random(1, :rows)\n" +
  "SELECT * FROM benchmark_data WHERE user_id = :id;";

const NO_SCRIPT = { name: "", weight: "1", text: "" };

export function ScriptFields(props: DraftProps): JSX.Element {
  const { draft: { scripts }, errors } = props;
  const id = fieldId("scripts");
  const shown = scripts.length === 0 ? [NO_SCRIPT] : scripts;
  return (
    <div
      role="group"
      id={id}
      tabIndex={-1}
      aria-labelledby={`${id}-label`}
      class="hidden gap-4 border-l-2 border-line pl-4 group-has-[[data-tables=custom]:checked]/form:grid"
    >
      <div class="flex items-center gap-1">
        <span id={`${id}-label`} class="font-medium">Scripts</span>
        <Explained topic="field" name="scripts" />
      </div>
      <p id={`${id}-error`} aria-live="polite" class="text-sm text-bad empty:hidden">
        {errorOf(errors, "scripts")}
      </p>
      {shown.map((script, index) => {
        const part = (name: "name" | "weight" | "text") => ({
          name: scriptField(index, name),
          value: script[name],
          error: errorOf(errors, scriptField(index, name)),
        });
        return (
          <div key={index} class="grid gap-3 sm:grid-cols-[1fr_8rem]">
            <InputField
              {...part("name")}
              label={`Name of script ${index + 1}`}
              autocomplete="off"
            />
            <InputField
              {...part("weight")}
              label="Weight"
              inputMode="numeric"
              autocomplete="off"
              title={`0 to ${wholeNumber(LIMITS.script_weight)}: how often, relative to the others`}
            />
            <div class="font-mono sm:col-span-2 [&_label]:font-sans">
              <TextAreaField
                {...part("text")}
                label={`Text of script ${index + 1}`}
                rows={8}
                spellcheck={false}
                placeholder={PLACEHOLDER}
              />
            </div>
          </div>
        );
      })}
      <div class="flex flex-wrap items-center gap-3">
        <Button small icon="plus" name="intent" value="add_script">Another script</Button>
        <span class="text-sm text-ink-soft">One left empty is left out.</span>
      </div>
      <div class="grid gap-4 sm:grid-cols-2">
        <DraftSelect {...props} name="tables" choices={TABLES} />
        <DraftLines
          {...props}
          name="variables"
          note="One NAME=VALUE a line."
          placeholder="customers=100"
        />
      </div>
    </div>
  );
}
