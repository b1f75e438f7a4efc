import type { JSX } from "preact";
import type { RunResult } from "../../engine/result.ts";
import { checkThresholds, placeOf } from "../../engine/threshold.ts";
import { Badge } from "../Badge.tsx";
import { Amount } from "../Figure.tsx";
import { Cell, Header, Table } from "../Table.tsx";

/** Every limit at every level it speaks of. Nothing without thresholds. */
export function ThresholdsTable({ result }: { result: RunResult }): JSX.Element | null {
  const checks = checkThresholds(result);
  if (checks.length === 0) return null;
  return (
    <Table label="Thresholds" dense>
      <thead>
        <tr>
          <Header>Outcome</Header>
          <Header>Level</Header>
          <Header>Figure</Header>
          <Header numeric>Limit</Header>
          <Header numeric>Value</Header>
        </tr>
      </thead>
      <tbody>
        {checks.map((check, index) => (
          <tr key={index}>
            <Cell nowrap>
              {check.passed
                ? <Badge tone="good" icon="check">holds</Badge>
                : <Badge tone="bad" icon="cross">failed</Badge>}
            </Cell>
            <Cell nowrap>{placeOf(check)}</Cell>
            <Cell nowrap>
              <code>{check.figure}</code>
            </Cell>
            <Cell numeric>{check.operator} {check.limit}</Cell>
            <Cell numeric>
              {check.value === null ? "not measured" : <Amount value={check.value} />}
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
