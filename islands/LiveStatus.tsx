/** What has become of a run, in its page's head: changes when the page's feed says so. */
import type { Signal } from "@preact/signals";
import { StatusBadge } from "../components/StatusBadge.tsx";
import type { RunStatus } from "../engine/result.ts";

export function LiveStatus({ status }: { status: Signal<RunStatus> }) {
  return (
    <span class="inline-block min-w-24" aria-live="polite">
      <StatusBadge status={status.value} />
    </span>
  );
}
