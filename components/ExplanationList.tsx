import type { JSX } from "preact";
import { type Explanations, helpHref, type Topic } from "./explanations.ts";

/** Explanations one below the other, each with an address of its own. */
export function ExplanationList(
  { topic, explanations, names, limitsOf }: {
    topic: Topic;
    explanations: Explanations;
    /** Which of them, in this order. */
    names: readonly string[];
    /** Limits and default of a field, as a sentence; empty where it has none. */
    limitsOf?: (name: string) => string;
  },
): JSX.Element {
  return (
    <dl class="grid gap-x-8 gap-y-6 md:grid-cols-[16rem_minmax(0,1fr)]">
      {names.map((name) => {
        const explanation = explanations[name];
        if (explanation === undefined) return null;
        const { label, unit, meaning } = explanation;
        const limits = limitsOf?.(name) ?? "";
        return (
          <div
            key={name}
            id={helpHref(topic, name).split("#")[1]}
            class="grid gap-1 rounded-control target:bg-accent-soft target:outline-8 target:outline-accent-soft md:col-span-2 md:grid-cols-subgrid"
          >
            <dt>
              <span class="font-medium">{label}</span>
              {unit !== undefined && <span class="ml-1 text-ink-soft">{unit}</span>}
              {topic !== "term" && <code class="block text-sm text-ink-soft">{name}</code>}
            </dt>
            <dd class="max-w-prose">
              {meaning}
              {limits !== "" && <p class="mt-1 text-sm text-ink-soft">{limits}</p>}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
