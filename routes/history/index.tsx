import { page } from "fresh";
import { LinkButton } from "../../components/Button.tsx";
import { EmptyState } from "../../components/EmptyState.tsx";
import { DeedNotice } from "../../components/history/DeedNotice.tsx";
import { HistoryFilters } from "../../components/history/HistoryFilters.tsx";
import { HistoryTable } from "../../components/history/HistoryTable.tsx";
import { PageHeader } from "../../components/PageHeader.tsx";
import { Pagination } from "../../components/Pagination.tsx";
import { define } from "../../define.ts";
import type { RunFilter } from "../../store/run_list.ts";
import { deedOf } from "../../web/history_notice.ts";
import {
  historyHref,
  type HistoryQuery,
  isFiltered,
  readHistoryQuery,
} from "../../web/history_query.ts";

/** Runs on a page. */
const PAGE_SIZE = 25;

export const handlers = define.handlers({
  async GET({ state, url }) {
    const { store } = state.services;
    const query = readHistoryQuery(url.searchParams);
    const [{ runs, cursor }, targets] = await Promise.all([
      store.runs.list(filterOf(query), { cursor: query.cursor, limit: PAGE_SIZE }),
      store.targets.list(),
    ]);
    return page({ query, runs, cursor, targets, deed: deedOf(url.searchParams), now: new Date() });
  },
});

/** Every run that is kept: to be found again, tagged, archived or deleted. */
export default define.page<typeof handlers>(({ data }) => {
  const { query, runs, cursor, targets, deed, now } = data;
  const here = historyHref(query, { cursor: query.cursor });
  return (
    <>
      <PageHeader
        title="History"
        actions={<LinkButton kind="primary" href="/" icon="plus">New run</LinkButton>}
      >
        Every run that is kept. Open one for its numbers, or run it again from there.
      </PageHeader>
      <div class="grid grid-cols-1 gap-4">
        {deed !== null && <DeedNotice deed={deed} back={here} />}
        <HistoryFilters query={query} targets={targets} />
        {runs.length === 0
          ? <NoRuns query={query} hasMore={cursor !== null} />
          : <HistoryTable query={query} runs={runs} now={now} />}
        <Pagination
          label="Pages of runs"
          first={query.cursor === undefined ? null : historyHref(query)}
          next={cursor === null ? null : historyHref(query, { cursor })}
        />
      </div>
    </>
  );
});

function filterOf(query: HistoryQuery): RunFilter {
  const { status, target, tag, suite, q, archived, sort, direction } = query;
  return {
    status,
    target_id: target,
    tag,
    suite,
    search: q,
    archived: archived === "yes",
    sort,
    direction,
  };
}

function NoRuns({ query, hasMore }: { query: HistoryQuery; hasMore: boolean }) {
  if (hasMore) {
    return (
      <EmptyState title="None of the runs looked at so far fits" icon="search">
        The next page goes on looking.
      </EmptyState>
    );
  }
  if (isFiltered(query) || query.cursor !== undefined) {
    return (
      <EmptyState
        title="No run fits"
        icon="search"
        action={<LinkButton href="/history">Show every run</LinkButton>}
      >
        Ask for less: each of the fields above must fit.
      </EmptyState>
    );
  }
  if (query.archived === "yes") {
    return (
      <EmptyState title="The archive is empty" icon="archive">
        Runs that you archive leave the usual lists and are kept here, whole.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No run yet"
      action={<LinkButton kind="primary" href="/">Configure the first</LinkButton>}
    >
      Runs come here when they are started: in the dashboard, through the API, or with{" "}
      <code>deno task bench --record</code>.
    </EmptyState>
  );
}
