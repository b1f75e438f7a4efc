/** What runs, what waits, and what has run last, kept up with while the page is looked at. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { QueuedRuns } from "../components/dashboard/QueuedRuns.tsx";
import { RecentRuns } from "../components/dashboard/RecentRuns.tsx";
import { RunningRuns } from "../components/dashboard/RunningRuns.tsx";
import type { Activity, RunLine } from "../components/dashboard/run_line.ts";
import { cancelRun, fetchActivity } from "../web/activity_feed.ts";

export interface DashboardActivityProps {
  readonly activity: Activity;
  /** When the server rendered it, ISO 8601: the browser's first rendering must be the same. */
  readonly renderedAt: string;
  /** What the forms that run one again are known by. */
  readonly pageKey: string;
  /** What stands beside what runs and what waits: the form. */
  readonly children: ComponentChildren;
}

/** Between two looks, milliseconds. */
const POLL_MS = 2_000;

export function DashboardActivity(
  { children, ...props }: DashboardActivityProps,
) {
  const activity = useSignal(props.activity);
  const now = useSignal(new Date(props.renderedAt));
  const pageKey = useSignal(props.pageKey);
  const isLost = useSignal(false);
  const said = useSignal("");
  const look = useRef<() => void>(() => {});

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let asking = new AbortController();
    let isOpen = true;

    const again = async () => {
      clearTimeout(timer);
      asking.abort();
      const own = asking = new AbortController();
      // Nobody looks: the next look is when somebody does.
      if (document.hidden) return;
      try {
        activity.value = await fetchActivity(activity.peek(), own.signal);
        isLost.value = false;
      } catch {
        // Whatever it was, what is shown is old; the next look tells whether it is over.
        if (own.signal.aborted) return;
        isLost.value = true;
      }
      now.value = new Date();
      if (isOpen && own === asking) timer = setTimeout(again, POLL_MS);
    };
    const onShow = (event: PageTransitionEvent) => {
      // The browser's way back: what is started now is another run.
      if (event.persisted) pageKey.value = crypto.randomUUID();
      again();
    };

    look.current = again;
    timer = setTimeout(again, POLL_MS);
    document.addEventListener("visibilitychange", again);
    addEventListener("pageshow", onShow);
    return () => {
      isOpen = false;
      clearTimeout(timer);
      asking.abort();
      document.removeEventListener("visibilitychange", again);
      removeEventListener("pageshow", onShow);
    };
  }, []);

  const onCancel = async (run: RunLine) => {
    try {
      await cancelRun(run.id);
      said.value = run.status === "pending"
        ? `${run.title} was cancelled. It is among the recent runs, to be run again.`
        : `${run.title} is being cancelled.`;
    } catch {
      said.value = `${run.title} could not be cancelled: the server can't be reached. Try again.`;
    }
    look.current();
  };

  const { running, pending, recent } = activity.value;
  return (
    <div class="grid grid-cols-1 gap-8">
      <div class="grid grid-cols-1 gap-8 lg:grid-cols-[minmax(0,1fr)_21rem]">
        {children}
        <aside id="activity" aria-label="What runs and what waits" class="grid content-start gap-6">
          <section aria-labelledby="running-now">
            <h2 id="running-now" class="mb-3 text-lg font-semibold">Running now</h2>
            <RunningRuns runs={running} now={now.value} onCancel={onCancel} />
          </section>
          <section aria-labelledby="queue">
            <h2 id="queue" class="mb-3 text-lg font-semibold">Queue</h2>
            <QueuedRuns runs={pending} onCancel={onCancel} />
          </section>
          {/* Always there and always as high: what comes into it moves nothing. */}
          <p role="status" class="min-h-12 text-sm text-ink-soft">
            {isLost.value
              ? "The server can't be reached, so this may be old. It is tried again every two seconds; runs go on without this page."
              : said}
          </p>
        </aside>
      </div>
      <section aria-labelledby="recent">
        <div class="mb-3 flex flex-wrap items-baseline justify-between gap-2">
          <h2 id="recent" class="text-lg font-semibold">Recent runs</h2>
          <a class="text-accent underline" href="/history">The whole history</a>
        </div>
        <RecentRuns
          runs={recent}
          now={now.value}
          keyOf={({ id }) => `${pageKey.value} ${id}`}
        />
      </section>
    </div>
  );
}
