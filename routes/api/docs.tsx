import { OPERATIONS } from "../../api/operations.ts";
import { type Json, openApiDocument } from "../../api/openapi.ts";
import { PROBLEM_TYPE, PROBLEMS } from "../../api/problem.ts";
import { ApiOperation } from "../../components/api/ApiOperation.tsx";
import { ApiSchema } from "../../components/api/ApiSchema.tsx";
import { PageHeader } from "../../components/PageHeader.tsx";
import { Cell, Header, Table } from "../../components/Table.tsx";
import { define } from "../../define.ts";

/** The API, described for people: made of the same table as its OpenAPI document. */
export default define.page(({ url }) => {
  const { schemas } = openApiDocument().components as { schemas: Record<string, Json> };
  const tags = Map.groupBy(OPERATIONS, ({ tag }) => tag);
  return (
    <>
      <PageHeader title="API">
        Everything that these pages do, for programs.{" "}
        <Link href="/api/openapi.json">OpenAPI 3.1</Link> has the same for tools.
      </PageHeader>
      <nav aria-label="On this page" class="mb-8">
        <ul class="grid gap-x-6 gap-y-1 sm:grid-cols-2 lg:grid-cols-3">
          {OPERATIONS.map(({ id, summary, method, path }) => (
            <li key={id}>
              <Link href={`#${id}`}>{summary}</Link>
              <code class="block text-sm break-all text-ink-soft">
                {method.toUpperCase()} {path}
              </code>
            </li>
          ))}
        </ul>
      </nav>
      <section class="mb-10 max-w-prose" aria-labelledby="first">
        <h2 id="first" class="mb-2 text-xl font-semibold">A first run</h2>
        <pre
          class="scrolls rounded-control border border-line p-3 text-sm"
          tabIndex={0}
          role="region"
          aria-label="Start a run and follow it"
        >{firstRun(url.origin)}</pre>
      </section>
      {Array.from(tags, ([tag, operations]) => (
        <section key={tag} class="mb-10" aria-label={tag}>
          <h2 class="mb-4 text-xl font-semibold">{tag}</h2>
          <div class="grid gap-8">
            {operations.map((operation) => (
              <ApiOperation key={operation.id} operation={operation} />
            ))}
          </div>
        </section>
      ))}
      <section class="mb-10" aria-labelledby="problems">
        <h2 id="problems" class="mb-2 text-xl font-semibold">Problems</h2>
        <p class="mb-4 max-w-prose">
          What can't be done is answered as{" "}
          <code>{PROBLEM_TYPE}</code>: its detail says what happened, its errors name every wrong
          field with its limit and its value.
        </p>
        <Table label="Problems" dense>
          <thead>
            <tr>
              <Header>Code</Header>
              <Header numeric>Status</Header>
              <Header>Meaning</Header>
            </tr>
          </thead>
          <tbody>
            {Object.entries(PROBLEMS).map(([code, { status, title }]) => (
              <tr key={code} id={code}>
                <Cell nowrap>
                  <code>{code}</code>
                </Cell>
                <Cell numeric>{status}</Cell>
                <Cell>{title}</Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      </section>
      <section aria-labelledby="schemas">
        <h2 id="schemas" class="mb-4 text-xl font-semibold">Schemas</h2>
        {Object.entries(schemas).map(([name, schema]) => (
          <ApiSchema key={name} name={name} schema={schema} />
        ))}
      </section>
    </>
  );
});

function Link({ href, children }: { href: string; children: string }) {
  return <a class="text-accent underline" href={href}>{children}</a>;
}

function firstRun(origin: string): string {
  return [
    `curl ${origin}/api/benchmarks/start \\`,
    "  -H 'Content-Type: application/json' \\",
    `  -d '{"thread_counts": [1, 4], "table_rows": 10000, "test_duration": 10}'`,
    "",
    `curl -N ${origin}/api/benchmarks/ID/events`,
    `curl ${origin}/api/benchmarks/ID/results`,
  ].join("\n");
}
