import type { JSX } from "preact";
import type { LevelResult } from "../../engine/result.ts";
import { Explained } from "../Explained.tsx";
import { Amount } from "../Figure.tsx";
import { Cell, Header, Table } from "../Table.tsx";
import { areRepeated } from "./level_name.ts";

type Generator = LevelResult["generator"];

const COLUMNS: readonly {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  readonly of: (generator: Generator) => number | null | undefined;
}[] = [
  { name: "p50_loop_lag_ms", label: "Loop lag p50", unit: "ms", of: (g) => g.p50_loop_lag_ms },
  { name: "p99_loop_lag_ms", label: "p99", unit: "ms", of: (g) => g.p99_loop_lag_ms },
  { name: "max_loop_lag_ms", label: "longest", unit: "ms", of: (g) => g.max_loop_lag_ms },
  { name: "workers.stalled_pct", label: "Stalled", unit: "%", of: mostStalled },
  {
    name: "machine.generator_pct",
    label: "Generator",
    unit: "%",
    of: ({ machine }) => machine?.generator_pct,
  },
  {
    name: "machine.server_pct",
    label: "Server",
    unit: "%",
    of: ({ machine }) => machine?.server_pct,
  },
  {
    name: "machine.others_pct",
    label: "Others",
    unit: "%",
    of: ({ machine }) => machine?.others_pct,
  },
  { name: "machine.idle_pct", label: "Idle", unit: "%", of: ({ machine }) => machine?.idle_pct },
];

/** How hard-pressed the load generator was, level by level. */
export function GeneratorTable({ levels }: { levels: readonly LevelResult[] }): JSX.Element {
  const isRepeated = areRepeated(levels);
  return (
    <div class="grid grid-cols-1 gap-2">
      <Table label="Load generator" dense>
        <thead>
          <tr>
            <Header numeric>Threads</Header>
            {isRepeated && <Header numeric>Repetition</Header>}
            <Header
              numeric
              unit="%"
              whatIs={<Explained topic="generator" name="workers.cpu_pct" />}
            >
              CPU of each worker
            </Header>
            {COLUMNS.map(({ name, label, unit }) => (
              <Header
                key={name}
                numeric
                unit={unit}
                whatIs={<Explained topic="generator" name={name} />}
              >
                {label}
              </Header>
            ))}
          </tr>
        </thead>
        <tbody>
          {levels.map(({ threads, repetition, generator }, index) => (
            <tr key={index}>
              <Cell numeric>{threads}</Cell>
              {isRepeated && <Cell numeric>{repetition}</Cell>}
              <Cell numeric>
                {generator.workers.map(({ cpu_pct }, worker) => (
                  <span key={worker}>
                    {worker > 0 && ", "}
                    <Amount value={cpu_pct} />
                  </span>
                ))}
              </Cell>
              {COLUMNS.map(({ name, of }) => (
                <Cell key={name} numeric>
                  <Amount value={of(generator)} />
                </Cell>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
      <p class="max-w-prose text-sm text-ink-soft">
        CPU of a worker is in % of a core; the last four columns are in % of all cores of the
        generator's machine, warm-up included. A dash is not known.
      </p>
    </div>
  );
}

/** Of the worker worst off. */
function mostStalled({ workers }: Generator): number {
  return Math.max(0, ...workers.map(({ stalled_pct }) => stalled_pct ?? 0));
}
