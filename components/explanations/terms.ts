/** What stands on pages beside the fields and the figures, explained. */
import { METRICS } from "../../engine/report/metrics_explained.ts";
import type { Explanations } from "./explanation.ts";

const OWN: Explanations = {
  valid: {
    label: "valid",
    meaning:
      "Nothing was found that would make the numbers wrong. They hold for this generator, this " +
      "server and these circumstances.",
  },
  suspect: {
    label: "suspect",
    meaning:
      "The numbers may be off: a reason stands beside the verdict. Look at it before you quote " +
      "them, and repeat the run if you can.",
  },
  invalid: {
    label: "invalid",
    meaning:
      "The numbers are not what they claim to be: a reason stands beside the verdict. Don't " +
      "compare or quote them.",
  },
  pending: {
    label: "pending",
    meaning:
      "The run waits in the queue. Runs of one target go one at a time, in the order they came.",
  },
  running: {
    label: "running",
    meaning:
      "A runner executes it now. You can close the page: the run goes on, and the page finds it " +
      "again.",
  },
  completed: {
    label: "completed",
    meaning:
      "Every level was measured. Whether the numbers can be believed is the verdict's business.",
  },
  failed: {
    label: "failed",
    meaning:
      "The run could not go on: its page says why and what to do. Levels measured before are " +
      "kept.",
  },
  cancelled: {
    label: "cancelled",
    meaning: "Somebody stopped it. Levels measured before are kept.",
  },
  interrupted: {
    label: "interrupted",
    meaning:
      "Its runner ended or was lost while it ran. Levels measured before are kept; run it again " +
      "for the rest.",
  },
  tags: {
    label: "Tags",
    meaning: "Words of your own to find runs by, such as release-12. The history filters by them.",
  },
  notes: {
    label: "Notes",
    meaning: "What should be known about the run later: what was changed, and why. The history's " +
      "search reads them.",
  },
  archived: {
    label: "Archived",
    meaning: "Out of the usual lists, but kept whole. You find it again with the archive's filter.",
  },
  suite: {
    label: "Suite",
    meaning:
      "Runs of the same configuration against the same target, whatever their seed. Only these " +
      "can be compared number by number.",
  },
  target: {
    label: "Target",
    meaning:
      "The PostgreSQL server that the load goes to. One run at a time goes against a target.",
  },
  estimated_time: {
    label: "Estimated time",
    meaning: "Loading, warm-up, measurement and pauses taken together, as far as they are known " +
      "before. Loading depends on the server, so the first run of a table may take longer.",
  },
};

/** A metric's name as a key: `Round trip` is `round_trip`. */
function keyOf(name: string): string {
  return name === "±" ? "interval" : name.toLowerCase().replaceAll(" ", "_");
}

/** The metrics that every report explains come first, in their words. */
export const TERMS: Explanations = {
  ...Object.fromEntries(METRICS.map(({ name, meaning }) => [
    keyOf(name),
    { label: name, meaning: meaning.charAt(0).toUpperCase() + meaning.slice(1) },
  ])),
  ...OWN,
};
