import type { JSX } from "preact";
import { explanationOf, helpHref, type Topic } from "./explanations.ts";
import { WhatIs } from "./WhatIs.tsx";

/** The "what is this?" of a field, a figure or a term, from the one source of explanations. */
export function Explained(
  { topic, name, id = `what-is-${topic}-${name}` }: {
    topic: Topic;
    name: string;
    /** Where the same thing is explained twice on a page, an id of its own. */
    id?: string;
  },
): JSX.Element {
  const { label, meaning } = explanationOf(topic, name);
  return (
    <WhatIs id={id} label={label}>
      <p>{meaning}</p>
      <p class="mt-2">
        <a class="text-accent underline" href={helpHref(topic, name)}>More in the help</a>
      </p>
    </WhatIs>
  );
}
