import type { JSX } from "preact";
import { CUSTOM_WORKLOAD } from "../../engine/config.ts";
import { listWorkloads } from "../../engine/workload/builtin.ts";
import { errorOf } from "../ErrorSummary.tsx";
import { Explained } from "../Explained.tsx";
import { fieldId } from "../Field.tsx";
import type { DraftProps } from "./DraftControls.tsx";

const CHOICES = [
  ...listWorkloads().map(({ name, description, tables }) => ({ name, description, tables })),
  {
    name: CUSTOM_WORKLOAD,
    description: "pgbench scripts of your own, typed or pasted below.",
    tables: CUSTOM_WORKLOAD,
  },
];

/** What one operation does. Which tables that needs decides which fields the form shows. */
export function WorkloadChoice({ draft, errors }: DraftProps): JSX.Element {
  const id = fieldId("workload");
  return (
    <div
      role="radiogroup"
      id={id}
      tabIndex={-1}
      aria-labelledby={`${id}-label`}
      aria-describedby={`${id}-error`}
      class="grid grid-cols-1 gap-1"
    >
      <div class="flex items-center gap-1">
        <span id={`${id}-label`} class="font-medium">Workload</span>
        <Explained topic="field" name="workload" />
      </div>
      <div class="grid gap-2 sm:grid-cols-2">
        {CHOICES.map(({ name, description, tables }) => (
          <label
            key={name}
            class="flex items-start gap-3 rounded-control border border-line bg-surface px-3 py-2 hover:border-line-strong has-checked:border-accent has-checked:bg-accent-soft"
          >
            <input
              type="radio"
              name="workload"
              value={name}
              data-tables={tables}
              checked={name === draft.fields.workload}
              class="mt-1 size-4 shrink-0"
            />
            <span>
              <span class="font-medium">{name}</span>
              <span class="block text-sm text-ink-soft">{description}</span>
            </span>
          </label>
        ))}
      </div>
      <p id={`${id}-error`} aria-live="polite" class="text-sm text-bad empty:hidden">
        {errorOf(errors, "workload")}
      </p>
    </div>
  );
}
