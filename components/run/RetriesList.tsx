import type { JSX } from "preact";
import { retriesInWords } from "../../engine/report/run_description.ts";
import type { LevelResult } from "../../engine/result.ts";
import { areRepeated, nameOfLevel } from "./level_name.ts";

/** What was tried again, level by level; nothing where nothing was. */
export function RetriesList({ levels }: { levels: readonly LevelResult[] }): JSX.Element | null {
  const retried = levels.filter(({ retries }) => retries > 0);
  if (retried.length === 0) return null;
  const isRepeated = areRepeated(levels);
  return (
    <ul class="max-w-prose list-disc pl-5">
      {retried.map((level, index) => (
        <li key={index}>
          {nameOfLevel({ ...level, rate: level.open_loop?.rate ?? null }, isRepeated)}
          {": "}
          {retriesInWords(level)}
        </li>
      ))}
    </ul>
  );
}
