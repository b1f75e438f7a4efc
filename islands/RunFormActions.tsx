/** The end of the run's form: its button, and what checks the form as one types. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Button } from "../components/Button.tsx";
import type { FieldError } from "../components/ErrorSummary.tsx";
import { fieldId } from "../components/Field.tsx";
import { counted } from "../engine/report/number_format.ts";
import { askConfigure } from "../web/configure.ts";
import { draftErrors, type FieldLabels } from "../web/draft_errors.ts";
import {
  forgetDraft,
  isDraftWanted,
  keepDraft,
  markSent,
  restoreDraft,
} from "../web/draft_keeping.ts";
import { draftOf, requestOf, type WorkloadUse } from "../web/run_draft.ts";
import { runLabel } from "../web/run_label.ts";
import { showErrors } from "../web/shown_errors.ts";

export interface RunFormActionsProps {
  /** What the button does with the form as the server rendered it; null where it can't be run. */
  readonly label: string | null;
  readonly labels: FieldLabels;
  readonly workloads: readonly WorkloadUse[];
}

/** Without a key pressed for so long, what was typed is checked. Milliseconds. */
const PAUSE_MS = 200;
/** What the button says where nobody knows what the run would be. */
const PLAIN_LABEL = "Run the benchmark";

export function RunFormActions({ label, labels, workloads }: RunFormActionsProps) {
  const shown = useSignal(label ?? PLAIN_LABEL);
  const errors = useSignal<readonly FieldError[]>([]);
  const message = useSignal("");
  const root = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const form = root.current?.closest("form");
    if (!form) return;
    const key = `draft of ${location.pathname}${location.search}`;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let asking = new AbortController();

    const check = async () => {
      asking.abort();
      asking = new AbortController();
      const draft = draftOf(new FormData(form));
      try {
        const answer = await askConfigure(requestOf(draft, workloads), asking.signal);
        message.value = answer.kind === "unknown" ? answer.message : "";
        if (answer.kind === "unknown") return;
        errors.value = answer.kind === "wrong" ? draftErrors(answer.problems, draft, labels) : [];
        showErrors(form, errors.value);
        if (answer.kind === "wrong") shown.value = PLAIN_LABEL;
        else shown.value = runLabel(answer.configuration, answer.estimatedSec);
      } catch (error) {
        // What was typed since is asked about instead.
        if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
      }
    };
    const onInput = () => {
      keepDraft(key, form);
      clearTimeout(timer);
      timer = setTimeout(check, PAUSE_MS);
    };
    const onSubmit = () => {
      keepDraft(key, form);
      markSent(key);
    };
    const onShow = (event: PageTransitionEvent) => {
      // The browser's way back shows this form again: what it starts now is another run.
      if (event.persisted) renewKey(form);
    };

    // What was sent and came back: its errors are read out, and the keyboard goes on from them.
    form.querySelector<HTMLElement>("#errors")?.focus();
    if (!isDraftWanted(key)) forgetDraft(key);
    else if (restoreDraft(key, form)) check();
    form.addEventListener("input", onInput);
    form.addEventListener("submit", onSubmit);
    addEventListener("pageshow", onShow);
    return () => {
      clearTimeout(timer);
      asking.abort();
      form.removeEventListener("input", onInput);
      form.removeEventListener("submit", onSubmit);
      removeEventListener("pageshow", onShow);
    };
  }, []);

  return (
    <div
      ref={root}
      class="grid gap-1 border-t border-line bg-canvas py-3 sm:sticky sm:bottom-0 sm:z-10"
    >
      <div class="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button kind="primary" icon="play">
          <span class="noscript:hidden">{shown}</span>
          <span class="hidden noscript:inline">{PLAIN_LABEL}</span>
        </Button>
        <a
          href="/"
          class="text-accent underline"
          onClick={() => forgetDraft(`draft of ${location.pathname}`)}
        >
          Start over
        </a>
      </div>
      <div role="status" class="min-h-6 text-sm text-ink-soft">
        {message.value !== ""
          ? message
          : errors.value.length > 0
          ? <WhereToLook errors={errors.value} labels={labels} />
          : "Loading tables comes on top, the first time they are needed."}
      </div>
    </div>
  );
}

/** Short: the sentences stand beside the fields. */
function WhereToLook({ errors, labels }: { errors: readonly FieldError[]; labels: FieldLabels }) {
  const fields = [...new Set(errors.flatMap(({ field }) => field === null ? [] : [field]))];
  if (fields.length === 0) return <span class="text-bad">{errors[0]?.message}</span>;
  return (
    <span class="text-bad">
      {counted(fields.length, "field")} can't be run so:{" "}
      {fields.map((field, index) => (
        <span key={field}>
          {index > 0 && ", "}
          <a class="text-bad underline" href={`#${fieldId(field)}`}>
            {labels[field] ?? labels[field.split("[")[0] ?? ""]}
          </a>
        </span>
      ))}
    </span>
  );
}

function renewKey(form: HTMLFormElement): void {
  const key = form.elements.namedItem("form_key");
  if (key instanceof HTMLInputElement) key.value = crypto.randomUUID();
}
