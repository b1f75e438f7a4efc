import { page } from "fresh";
import { LinkButton } from "../components/Button.tsx";
import { EmptyState } from "../components/EmptyState.tsx";
import { PageHeader } from "../components/PageHeader.tsx";
import { Cell, Header, Table } from "../components/Table.tsx";
import { Time } from "../components/Time.tsx";
import { define } from "../define.ts";
import type { TargetRecord } from "../store/targets.ts";

/** What a kind of target is, in a sentence. */
const KINDS: Readonly<Record<TargetRecord["kind"], { name: string; about: string }>> = {
  embedded: {
    name: "embedded",
    about: "A PostgreSQL of Lakebench's own, started on this machine for a run. It shares the " +
      "processors with the load.",
  },
  postgres: { name: "PostgreSQL", about: "A server that somebody runs, reached by its address." },
  lakebase: { name: "Lakebase", about: "A Databricks Lakebase instance." },
};

const SOURCES: Readonly<Record<TargetRecord["source"], string>> = {
  environment: "the environment",
  stored: "the store",
};

export const handlers = define.handlers({
  async GET({ state }) {
    return page({ targets: await state.services.store.targets.list(), now: new Date() });
  },
});

/** The servers that runs can go against. */
export default define.page<typeof handlers>(({ data: { targets, now } }) => (
  <>
    <PageHeader title="Targets">
      The servers that runs can go against. One run at a time goes against each; others wait.
    </PageHeader>
    {targets.length === 0
      ? (
        <EmptyState title="No target is known" icon="server">
          Targets come from the runner's environment. Start a runner on this store with{" "}
          <code>deno task runner</code>, or this server without <code>RUNNER=off</code>.
        </EmptyState>
      )
      : (
        <Table label="Targets">
          <thead>
            <tr>
              <Header>Name</Header>
              <Header>Kind</Header>
              <Header>Address</Header>
              <Header>Database</Header>
              <Header>Known from</Header>
              <Header>Since</Header>
              <Header>Runs</Header>
            </tr>
          </thead>
          <tbody>
            {targets.map((target) => (
              <tr key={target.id}>
                <Cell>
                  <span class="font-medium">{target.name}</span>
                  <p class="min-w-48 text-sm text-ink-soft">{KINDS[target.kind].about}</p>
                </Cell>
                <Cell nowrap>{KINDS[target.kind].name}</Cell>
                <Cell nowrap>{addressOf(target)}</Cell>
                <Cell nowrap>{databaseOf(target)}</Cell>
                <Cell nowrap>{SOURCES[target.source]}</Cell>
                <Cell nowrap>
                  <Time at={target.created_at} now={now} />
                </Cell>
                <Cell nowrap>
                  <LinkButton small href={`/history?target=${encodeURIComponent(target.id)}`}>
                    Its runs
                  </LinkButton>
                </Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    <section class="mt-8 max-w-prose">
      <h2 class="mb-2 text-lg font-semibold">Another server</h2>
      <p>
        Set <code>DATABASE_URL</code>{" "}
        for this server and for every runner, and start them again. It stays in their environment:
        no password is written to the store.
      </p>
    </section>
  </>
));

function addressOf({ host, port }: TargetRecord) {
  if (host === null) return "chosen when it starts";
  return <code>{port === null ? host : `${host}:${port}`}</code>;
}

function databaseOf({ database, user }: TargetRecord) {
  if (database === null) return "its own";
  return <code>{user === null ? database : `${database} as ${user}`}</code>;
}
