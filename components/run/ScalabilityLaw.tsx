import type { JSX } from "preact";
import { scalability, scalabilitySentence } from "../../engine/report/scalability.ts";
import type { LevelResult } from "../../engine/result.ts";
import type { ScalabilityFit } from "../../engine/stats/usl.ts";
import { Amount } from "../Figure.tsx";
import { Cell, Header, Table } from "../Table.tsx";

/** What the Universal Scalability Law makes of the levels, or why it says nothing of them. */
export function ScalabilityLaw({ levels }: { levels: readonly LevelResult[] }): JSX.Element {
  const fit = scalability(levels);
  return (
    <div class="grid grid-cols-1 content-start gap-3">
      <h3 class="font-medium">Where more connections lead</h3>
      <p class="max-w-prose text-ink-soft">{scalabilitySentence(fit)}</p>
      {fit.status === "fitted" && <Fit fit={fit} />}
    </div>
  );
}

function Fit({ fit }: { fit: ScalabilityFit }): JSX.Element {
  const coefficients = [
    ["λ, operations/s of one connection", fit.single],
    ["σ, contention", fit.contention],
    ["κ, coherency", fit.coherency],
  ] as const;
  return (
    <details data-screen-only>
      <summary class="text-sm text-accent underline">Show the law and its fit</summary>
      <div class="mt-2 grid grid-cols-1 gap-3">
        <p class="max-w-prose text-sm text-ink-soft">
          The Universal Scalability Law: X(N) = λN / (1 + σ(N − 1) + κN(N − 1)).
        </p>
        <Table label="Coefficients" dense>
          <thead>
            <tr>
              <Header>Coefficient</Header>
              <Header numeric>Estimate</Header>
              <Header numeric>Low, 95 %</Header>
              <Header numeric>High, 95 %</Header>
            </tr>
          </thead>
          <tbody>
            {coefficients.map(([name, { estimate, interval }]) => (
              <tr key={name}>
                <Cell>{name}</Cell>
                {[estimate, interval.low, interval.high].map((value, column) => (
                  <Cell key={column} numeric>
                    <Amount value={value} />
                  </Cell>
                ))}
              </tr>
            ))}
          </tbody>
        </Table>
        <Table label="How far each level lies from the law" dense>
          <thead>
            <tr>
              <Header numeric>Threads</Header>
              <Header numeric unit="operations/s">Measured</Header>
              <Header numeric unit="operations/s">By the law</Header>
              <Header numeric unit="%">Difference</Header>
            </tr>
          </thead>
          <tbody>
            {fit.residuals.toSorted((a, b) => a.threads - b.threads).map((residual, index) => (
              <tr key={index}>
                <Cell numeric>{residual.threads}</Cell>
                <Cell numeric>
                  <Amount value={residual.throughput_ops_sec} />
                </Cell>
                <Cell numeric>
                  <Amount value={residual.predicted_ops_sec} />
                </Cell>
                <Cell numeric>{residual.residual_pct.toFixed(1)}</Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
    </details>
  );
}
