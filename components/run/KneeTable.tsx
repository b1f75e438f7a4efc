import type { JSX } from "preact";
import { kneeRows } from "../../engine/report/knee_table.ts";
import type { Knee } from "../../engine/result.ts";
import { Cell, Header, Table } from "../Table.tsx";

/** What a search found, and every load that it ran. */
export function KneeTable({ knee }: { knee: Knee }): JSX.Element {
  const { head, rows } = kneeRows(knee);
  const last = head.length - 1;
  return (
    <div class="grid grid-cols-1 gap-3">
      <p class="max-w-prose">{knee.reason}</p>
      {rows.length > 0 && (
        <Table label="Loads that were run" dense>
          <thead>
            <tr>
              {head.map((name, column) => (
                <Header key={column} numeric={column < last}>{name}</Header>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                {row.map((text, column) => (
                  <Cell key={column} numeric={column < last} nowrap>{text}</Cell>
                ))}
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </div>
  );
}
