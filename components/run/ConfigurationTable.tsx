import type { JSX } from "preact";
import type { RunConfiguration } from "../../store/run_record.ts";
import { CONFIGURATION } from "../explanations.ts";
import { Cell, Table } from "../Table.tsx";

/** Every field as it was run, defaults included. Scripts stand below it in full. */
export function ConfigurationTable(
  { configuration }: { configuration: RunConfiguration },
): JSX.Element {
  const { scripts = [], ...fields } = configuration;
  const rows = Object.entries(fields).filter(([, value]) => value !== undefined);
  return (
    <div class="grid grid-cols-1 gap-4">
      <Table label="Configuration" dense>
        <tbody>
          {rows.map(([name, value]) => (
            <tr key={name}>
              <th scope="row" class="border-t border-line px-3 py-2 text-left font-medium">
                {CONFIGURATION[name]?.label ?? name}
              </th>
              <Cell>{textOf(value)}</Cell>
            </tr>
          ))}
        </tbody>
      </Table>
      {scripts.map(({ name, weight, text }) => (
        <figure key={name}>
          <figcaption class="font-medium">{name}, weight {weight}</figcaption>
          <pre class="scrolls rounded-control border border-line p-3 text-sm"><code>{text}</code></pre>
        </figure>
      ))}
    </div>
  );
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.join(", ");
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    return entries.length === 0
      ? "none"
      : entries.map(([name, entry]) => `${name} = ${entry}`).join(", ");
  }
  return String(value);
}
