/** Results: whole, without samples, and as the series of charts, each read by itself. */
import { ulid } from "ulid";
import { LakebenchError } from "../engine/errors.ts";
import {
  type LevelCharts,
  RUN_CHARTS_VERSION,
  type RunCharts,
  runCharts,
} from "../engine/report/run_charts.ts";
import type { RunResult } from "../engine/result.ts";
import { KEYS } from "./keys.ts";
import type { Kv, Mutation } from "./kv.ts";
import { pack, unpack, unpackValue } from "./parts.ts";
import { overviewOf, resultLines, resultOfLines } from "./result_lines.ts";

/** The kinds of parts a result has. */
type Kind = "whole" | "overview" | "charts";

/** Which parts are a run's result: written last, so that it never names parts that aren't there. */
interface StoredResult {
  /** Parts of one writing; those of another are left-overs. */
  readonly generation: string;
  /** Version of the charts' shape; null where the stored histograms can't be read. */
  readonly charts: number | null;
}

/** Parts that are read at once: 1.2 MB. */
const PARTS_READ = 20;

export class Results {
  readonly #kv: Kv;

  constructor(kv: Kv) {
    this.#kv = kv;
  }

  /** Stores a result with what pages need of it, in place of one stored before. */
  async put(result: RunResult): Promise<void> {
    const generation = ulid();
    const charts = chartsOf(result);
    await this.#kv.write(
      partsOf(result.id, generation, "overview", [JSON.stringify(overviewOf(result))]),
    );
    if (charts !== null) {
      await this.#kv.write(partsOf(result.id, generation, "charts", chartLines(charts)));
    }
    await this.#kv.write(partsOf(result.id, generation, "whole", resultLines(result)));
    const old = await this.#kv.transact(async () => {
      const entry = await this.#kv.get<StoredResult>(KEYS.result(result.id));
      const value: StoredResult = { generation, charts: charts && RUN_CHARTS_VERSION };
      return {
        change: { checks: [entry], mutations: [{ type: "set", key: entry.key, value }] },
        value: entry.value,
      };
    });
    if (old !== null) await this.#kv.removeAll(KEYS.resultGeneration(result.id, old.generation));
  }

  /** The whole result, every sample with its histogram; null where there is none. */
  async get(id: string): Promise<RunResult | null> {
    const stored = await this.#stored(id);
    return stored && await resultOfLines(unpack(this.#parts(id, stored, "whole")));
  }

  /** The result with `samples: []` and `histogram: ""` in each level; null where there is none. */
  async overview(id: string): Promise<RunResult | null> {
    const stored = await this.#stored(id);
    return stored && await unpackValue(this.#parts(id, stored, "overview"));
  }

  /** The series of the run's charts; null where there is no result, or its histograms can't be read. */
  async charts(id: string): Promise<RunCharts | null> {
    const stored = await this.#stored(id);
    if (stored === null || stored.charts === null) return null;
    if (stored.charts === RUN_CHARTS_VERSION) {
      const lines = await Array.fromAsync(unpack(this.#parts(id, stored, "charts")));
      const [first = "{}", ...levels] = lines;
      return { ...JSON.parse(first), levels: levels.map((line): LevelCharts => JSON.parse(line)) };
    }
    // Of an older version of the charts: the result has all that new ones are made of.
    const result = await this.get(id);
    return result && chartsOf(result);
  }

  async #stored(id: string): Promise<StoredResult | null> {
    return (await this.#kv.get<StoredResult>(KEYS.result(id))).value;
  }

  async *#parts(id: string, { generation }: StoredResult, kind: Kind): AsyncGenerator<Uint8Array> {
    const prefix = KEYS.resultParts(id, generation, kind);
    for await (const { value } of this.#kv.list<Uint8Array>({ prefix }, { batch: PARTS_READ })) {
      yield value;
    }
  }
}

async function* partsOf(
  id: string,
  generation: string,
  kind: Kind,
  lines: Iterable<string>,
): AsyncGenerator<Mutation> {
  let part = 0;
  for await (const value of pack(lines)) {
    yield { type: "set", key: [...KEYS.resultParts(id, generation, kind), part++], value };
  }
}

/** Line by line, since the text of a long sweep is longer than a string may be. */
function* chartLines({ levels, ...rest }: RunCharts): Generator<string> {
  yield JSON.stringify(rest);
  for (const level of levels) yield JSON.stringify(level);
}

/** The charts of a result; null for one whose histograms can't be read, as in a file edited by hand. */
function chartsOf(result: RunResult): RunCharts | null {
  try {
    return runCharts(result);
  } catch (error) {
    if (error instanceof LakebenchError && error.code === "config_invalid") return null;
    throw error;
  }
}
