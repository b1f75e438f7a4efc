import type { JSX } from "preact";
import { RUN_STATUSES } from "../../engine/result.ts";
import { historyHref, type HistoryQuery, isFiltered } from "../../web/history_query.ts";
import { Button, LinkButton } from "../Button.tsx";
import { InputField, SelectField } from "../Field.tsx";

export interface HistoryFiltersProps {
  readonly query: HistoryQuery;
  readonly targets: readonly { readonly id: string; readonly name: string }[];
}

/** Above the list: which runs. A form that asks with GET, so that its answer has an address. */
export function HistoryFilters({ query, targets }: HistoryFiltersProps): JSX.Element {
  const { status, target, tag, suite, q, archived, sort, direction } = query;
  return (
    <form method="get" action="/history" role="search" aria-label="Runs" class="mb-4 grid gap-3">
      <input type="hidden" name="sort" value={sort} />
      <input type="hidden" name="direction" value={direction} />
      {suite !== undefined && <input type="hidden" name="suite" value={suite} />}
      <div class="grid grid-cols-2 gap-3 lg:grid-cols-5">
        <InputField
          name="q"
          label="Search"
          type="search"
          value={q}
          maxLength={200}
          title="Whole words of tags, target, workload and notes, or the beginning of an id"
        />
        <SelectField
          name="status"
          label="Status"
          value={status ?? ""}
          choices={[
            { value: "", label: "any" },
            ...RUN_STATUSES.map((value) => ({ value, label: value })),
          ]}
        />
        <SelectField
          name="target"
          label="Target"
          value={target ?? ""}
          choices={[
            { value: "", label: "any" },
            ...targets.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <InputField name="tag" label="Tag" value={tag} maxLength={200} />
        <SelectField
          name="archived"
          label="Archive"
          value={archived}
          choices={[
            { value: "no", label: "not archived" },
            { value: "yes", label: "archived only" },
          ]}
        />
      </div>
      {suite !== undefined && (
        <p class="text-sm text-ink-soft">
          Only runs of one configuration on one target.{" "}
          <a class="text-accent underline" href={historyHref(query, { suite: undefined })}>
            Show others too
          </a>
        </p>
      )}
      <div class="flex flex-wrap gap-2">
        <Button icon="search">Show</Button>
        {isFiltered(query) && <LinkButton kind="quiet" href="/history">Clear</LinkButton>}
      </div>
    </form>
  );
}
