import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../icons.tsx";
import type { LogLine } from "./run_progress.ts";

/** So near to its end the log is followed, pixels. */
const NEAR_PX = 40;

/** What was told on the way, the newest last. It scrolls inside itself, so that it moves nothing. */
export function LiveLog({ lines }: { lines: readonly LogLine[] }): JSX.Element {
  const frame = useRef<HTMLDivElement>(null);
  const isFollowed = useRef(true);
  const onScroll = ({ currentTarget }: { currentTarget: HTMLElement }) => {
    const { scrollHeight, scrollTop, clientHeight } = currentTarget;
    isFollowed.current = scrollHeight - scrollTop - clientHeight < NEAR_PX;
  };
  useEffect(() => {
    if (isFollowed.current) frame.current?.scrollTo({ top: frame.current.scrollHeight });
  }, [lines]);
  return (
    <section aria-labelledby="log">
      <h2 id="log" class="mb-2 text-lg font-semibold">Log</h2>
      <div
        ref={frame}
        onScroll={onScroll}
        role="log"
        aria-labelledby="log"
        tabIndex={0}
        class="h-40 overflow-y-auto rounded-control border border-line bg-surface p-3 font-mono text-sm"
      >
        <ol class="grid gap-1">
          {lines.length === 0 && <li class="text-ink-soft">Nothing yet.</li>}
          {lines.map(({ at, severity, message }, index) => (
            <li key={index} class="flex gap-2">
              <time dateTime={at} title={at} class="text-ink-soft">{at.slice(11, 19)}</time>
              {severity === "warning" && (
                <span class="text-warn">
                  <Icon name="warning" /> <span class="sr-only">Warning:</span>
                </span>
              )}
              <span class="min-w-0">{message}</span>
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
