/** A schema of the API: its fields, of each kind where there are several. */
import type { JSX } from "preact";
import type { Json } from "../../api/openapi.ts";
import { Cell, Header, Table } from "../Table.tsx";
import { SchemaLink } from "./ApiOperation.tsx";

export function ApiSchema({ name, schema }: { name: string; schema: Json }): JSX.Element {
  const kinds = (schema.oneOf ?? schema.anyOf ?? [schema]) as Json[];
  return (
    <details id={`schema-${name}`} class="border-t border-line py-3">
      <summary class="cursor-pointer font-medium">{name}</summary>
      {typeof schema.description === "string" && (
        <p class="mt-2 max-w-prose">{schema.description}</p>
      )}
      {kinds.map((kind, index) => (
        <div key={index} class="mt-3">
          <Fields label={kinds.length === 1 ? name : `${name}, ${kindOf(kind)}`} schema={kind} />
        </div>
      ))}
    </details>
  );
}

function Fields({ label, schema }: { label: string; schema: Json }): JSX.Element {
  const fields = Object.entries((schema.properties ?? {}) as Record<string, Json>);
  const required = new Set(schema.required as string[] | undefined);
  return (
    <Table label={`Fields of ${label}`} dense>
      <thead>
        <tr>
          <Header>Field</Header>
          <Header>What</Header>
          <Header>Default</Header>
        </tr>
      </thead>
      <tbody>
        {fields.map(([field, { description, default: normal, ...rest }]) => (
          <tr key={field}>
            <Cell nowrap>
              <code>{field}</code>
              {!required.has(field) && <span class="ml-1 text-ink-soft">optional</span>}
            </Cell>
            <Cell>
              <SchemaLink schema={rest} />
              {typeof description === "string" && <p class="text-ink-soft">{description}</p>}
            </Cell>
            <Cell nowrap>{normal === undefined ? "" : <code>{JSON.stringify(normal)}</code>}</Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** What tells it from the others: the value of its `type`. */
function kindOf({ properties }: Json): string {
  const { type } = (properties ?? {}) as Record<string, Json>;
  return String(type?.const ?? "");
}
