import type { JSX } from "preact";
import { Notice } from "../Notice.tsx";
import type { LinkState } from "./feed_link.ts";

const WORDS: Readonly<Record<Exclude<LinkState, "open">, string>> = {
  lost:
    "The connection to the server is lost; it is tried again every two seconds. A run goes on " +
    "without this page, and nothing of it will be missing.",
  gone: "The run is no longer there: it was deleted.",
};

/** Says that what is shown stands still, and that the run doesn't. It lies over the page's end. */
export function LinkNotice({ state }: { state: LinkState }): JSX.Element {
  return (
    // Always there, so that a screen reader hears of what comes into it.
    <div aria-live="polite" class="fixed inset-x-4 bottom-4 z-20 mx-auto max-w-prose">
      {state !== "open" && <Notice kind="warning">{WORDS[state]}</Notice>}
    </div>
  );
}
