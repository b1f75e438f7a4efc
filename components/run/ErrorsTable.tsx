import type { JSX } from "preact";
import { Amount } from "../Figure.tsx";
import { Cell, Header, Table } from "../Table.tsx";
import type { ListedLevel } from "./LevelsTable.tsx";

/** Failures by level and SQLSTATE. Nothing where there were none: the levels' table says so. */
export function ErrorsTable({ levels }: { levels: readonly ListedLevel[] }): JSX.Element | null {
  const failed = levels.filter(({ errors }) => errors.length > 0);
  if (failed.length === 0) return null;
  return (
    <Table label="Errors by SQLSTATE">
      <thead>
        <tr>
          <Header numeric>Threads</Header>
          <Header>SQLSTATE</Header>
          <Header numeric>Count</Header>
          <Header>First message</Header>
        </tr>
      </thead>
      <tbody>
        {failed.flatMap((level, index) =>
          level.errors.map(({ sqlstate, count, message }) => (
            <tr key={`${index} ${sqlstate}`}>
              <Cell numeric>{level.threads}</Cell>
              <Cell nowrap>
                <code>{sqlstate}</code>
              </Cell>
              <Cell numeric>
                <Amount value={count} counted />
              </Cell>
              <Cell>{message}</Cell>
            </tr>
          ))
        )}
      </tbody>
    </Table>
  );
}
