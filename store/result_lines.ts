/** A result as lines of JSON, since the text of a long run is longer than a string may be. */
import type { LevelResult, RunResult, Sample } from "../engine/result.ts";

/** Samples of a line. */
const SAMPLES = 500;

/** A line after the first: what one level has beside the overview, the samples in several lines. */
interface LevelLine {
  readonly level: number;
  readonly histogram?: string;
  readonly samples?: readonly Sample[];
}

/** The result without samples and histograms, which are most of it. */
export function overviewOf(result: RunResult): RunResult {
  return {
    ...result,
    levels: result.levels.map((level) => ({ ...level, histogram: "", samples: [] })),
  };
}

/** The overview in the first line, then the histogram and the samples of each level. */
export function* resultLines(result: RunResult): Generator<string> {
  yield JSON.stringify(overviewOf(result));
  for (const [level, { histogram, samples }] of result.levels.entries()) {
    yield JSON.stringify({ level, histogram } satisfies LevelLine);
    for (let at = 0; at < samples.length; at += SAMPLES) {
      yield JSON.stringify({ level, samples: samples.slice(at, at + SAMPLES) } satisfies LevelLine);
    }
  }
}

/** The result of {@linkcode resultLines}. */
export async function resultOfLines(lines: AsyncIterable<string>): Promise<RunResult> {
  let result: RunResult | undefined;
  for await (const line of lines) {
    if (result === undefined) {
      result = JSON.parse(line) as RunResult;
      continue;
    }
    const { level: index, histogram, samples }: LevelLine = JSON.parse(line);
    const level = result.levels[index] as LevelResult;
    if (histogram !== undefined) level.histogram = histogram;
    if (samples !== undefined) level.samples.push(...samples);
  }
  if (result === undefined) throw new TypeError("A result has at least one line.");
  return result;
}
