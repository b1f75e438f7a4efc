/** One operation of the API: what it takes, what it answers. */
import type { JSX } from "preact";
import type { Operation } from "../../api/operations.ts";
import { type Json, openApiDocument } from "../../api/openapi.ts";
import { type ProblemCode, PROBLEMS } from "../../api/problem.ts";
import { schemaWords } from "../../api/schema_words.ts";
import { Cell, Header, Table } from "../Table.tsx";

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Json;
}

export function ApiOperation({ operation }: { operation: Operation }): JSX.Element {
  const { id, method, path, summary, description, answers, problems } = operation;
  const paths = openApiDocument().paths as Record<string, Record<string, Json>>;
  const described = paths[path]?.[method] ?? {};
  const parameters = (described.parameters ?? []) as Parameter[];
  const verb = method.toUpperCase();
  return (
    <section id={id} aria-labelledby={`${id}-title`} class="border-t border-line pt-6">
      <h3 id={`${id}-title`} class="text-lg font-semibold">{summary}</h3>
      <p class="mt-1 font-medium break-all">
        <code>{verb} {path}</code>
      </p>
      {description !== undefined && <p class="mt-2 max-w-prose">{description}</p>}
      {parameters.length > 0 && (
        <Parameters label={`Parameters of ${verb} ${path}`} of={parameters} />
      )}
      <dl class="mt-4 grid gap-2 md:grid-cols-[6rem_minmax(0,1fr)]">
        {operation.body !== undefined && (
          <>
            <dt class="font-medium">Body</dt>
            <dd>
              <SchemaLink schema={bodySchema(described)} /> as {operation.body.types.join(" or ")}
            </dd>
          </>
        )}
        {Object.entries(answers).map(([status, { description, content = {} }]) => (
          <>
            <dt class="font-medium">{status}</dt>
            <dd>
              {description}{" "}
              {Object.entries(content).map(([type, schema]) => (
                <span key={type} class="mr-2 text-ink-soft">
                  {schema === null
                    ? type
                    : <SchemaLink schema={answerSchema(described, status, type)} />}
                </span>
              ))}
            </dd>
          </>
        ))}
        {problems.toSorted(byStatus).map((code) => (
          <>
            <dt class="font-medium">{PROBLEMS[code].status}</dt>
            <dd>
              {PROBLEMS[code].title}. <a class="text-accent underline" href={`#${code}`}>{code}</a>
            </dd>
          </>
        ))}
      </dl>
    </section>
  );
}

/** The name of a schema, which leads to it, or what it is. */
export function SchemaLink({ schema }: { schema: Json }): JSX.Element {
  const words = schemaWords(schema);
  if (!("$ref" in schema)) return <>{words}</>;
  return <a class="text-accent underline" href={`#schema-${words}`}>{words}</a>;
}

function Parameters({ label, of }: { label: string; of: readonly Parameter[] }): JSX.Element {
  return (
    <div class="mt-4">
      <Table label={label} dense>
        <thead>
          <tr>
            <Header>Name</Header>
            <Header>In</Header>
            <Header>What</Header>
          </tr>
        </thead>
        <tbody>
          {of.map(({ name, in: place, required, description, schema }) => (
            <tr key={name}>
              <Cell nowrap>
                <code>{name}</code>
              </Cell>
              <Cell nowrap>{place}{required ? ", required" : ""}</Cell>
              <Cell>
                {schemaWords(schema)}
                {description !== undefined && <p class="text-ink-soft">{description}</p>}
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function byStatus(a: ProblemCode, b: ProblemCode): number {
  return PROBLEMS[a].status - PROBLEMS[b].status;
}

type Contents = Record<string, { schema: Json }>;

function bodySchema(described: Json): Json {
  const { content } = (described.requestBody ?? {}) as { content?: Contents };
  return Object.values(content ?? {})[0]?.schema ?? {};
}

function answerSchema(described: Json, status: string, type: string): Json {
  const responses = described.responses as Record<string, { content?: Contents }>;
  return responses[status]?.content?.[type]?.schema ?? {};
}
