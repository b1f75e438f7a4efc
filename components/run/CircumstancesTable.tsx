import type { ComponentChildren, JSX } from "preact";
import { byteSize, counted, threeDigits, wholeNumber } from "../../engine/report/number_format.ts";
import { serverName } from "../../engine/report/run_description.ts";
import type { Circumstances } from "../../engine/circumstances.ts";
import { Cell, Table } from "../Table.tsx";

/** Under which circumstances the numbers were measured. */
export function CircumstancesTable(
  { circumstances }: { circumstances: Circumstances },
): JSX.Element {
  const { generator, server, target, roundtrip, clock, tables } = circumstances;
  const facts: [string, ComponentChildren][] = [
    ["Server", serverName(circumstances)],
    ["Server version", server.version],
    [
      "Connections",
      `${counted(server.connections_in_use, "connection")} in use before the run, ` +
      `${wholeNumber(server.max_connections)} at most`,
    ],
    ["TLS", target.tls],
    [
      "Round trip of SELECT 1",
      `p50 ${threeDigits(roundtrip.p50_ms)} ms, p99 ${threeDigits(roundtrip.p99_ms)} ms`,
    ],
    [
      "Generator",
      `${generator.hostname}: ${generator.cpu_count} × ${generator.cpu_model}, ` +
      `${byteSize(generator.memory_bytes)}, ${generator.os} ${generator.arch}`,
    ],
    [
      "Clock",
      `${threeDigits(clock.cost_ns)} ns a reading, steps of ${threeDigits(clock.step_ns)} ns`,
    ],
    [
      "Lakebench",
      `${circumstances.lakebench_version} on Deno ${circumstances.deno_version}`,
    ],
    ...tables.map((table): [string, ComponentChildren] => [
      `Table ${table.name}`,
      `${counted(table.rows, "row")}, ${byteSize(table.size_bytes)}, ` +
      (table.reused ? "used again" : `loaded in ${threeDigits(table.load_sec)} s`),
    ]),
    ...Object.entries(server.settings).map(([name, value]): [string, ComponentChildren] => [
      name,
      <code key={name}>{value}</code>,
    ]),
  ];
  return (
    <Table label="Circumstances" dense>
      <tbody>
        {facts.map(([name, value]) => (
          <tr key={name}>
            <th scope="row" class="border-t border-line px-3 py-2 text-left font-medium">{name}</th>
            <Cell>{value}</Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
