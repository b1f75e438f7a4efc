/** `bench query`: its flags and what they ask for. */
import { LakebenchError } from "../engine/errors.ts";
import { type CommandSpec, HELP_FLAG, type TypedFlags } from "./command_spec.ts";
import { FlagValueError, readCount, readDuration, readList } from "./flag_values.ts";
import { readFlags } from "./read_flags.ts";

/** Percentiles that are shown where none are asked for. */
const USUAL_PERCENTILES = [50, 90, 95, 99, 99.9];

/** A window of a stored result and the percentiles wanted of it. */
export interface QueryRequest {
  readonly kind: "query";
  readonly file: string;
  /** Whole seconds; the level's start when absent. */
  readonly from_sec?: number;
  /** Whole seconds, not included; the level's end when absent. */
  readonly to_sec?: number;
  readonly percentiles: readonly number[];
  /** Connections of the levels wanted; all when absent. */
  readonly threads?: readonly number[];
  readonly json: boolean;
}

export const QUERY_COMMAND: CommandSpec = {
  name: "query",
  usage: "deno task bench query <results.json> [flags]",
  description: "Any percentile over any window of a stored result, from its histograms of each " +
    "second.",
  operands: 1,
  operandsWanted: "takes one result file",
  flags: [
    {
      kind: "value",
      name: "--from",
      placeholder: "<time>",
      group: "What to read:",
      description: "first second of the window, for example 10 or 1m (default: 0)",
      read: readSecond,
    },
    {
      kind: "value",
      name: "--to",
      placeholder: "<time>",
      group: "What to read:",
      description: "end of the window, itself not in it (default: the level's end)",
      read: readSecond,
    },
    {
      kind: "value",
      name: "--level",
      placeholder: "<list>",
      group: "What to read:",
      description: "only the levels of this many connections (default: all)",
      read: (text) => readList(text, readCount),
    },
    {
      kind: "value",
      name: "--percentiles",
      placeholder: "<list>",
      group: "What to read:",
      description: `percentiles from 0 to 100 (default: ${USUAL_PERCENTILES.join()})`,
      read: (text) => readList(text, readPercentile),
    },
    {
      kind: "switch",
      name: "--json",
      group: "What comes out:",
      description: "write JSON with exact values in place of the table",
    },
    HELP_FLAG,
  ],
  epilogue: `
Examples:
  deno task bench query results.json
  deno task bench query results.json --from 10 --to 40 --percentiles 50,99,99.99
  deno task bench query results.json --level 20 --from 5 --json

Exit codes:
  0 done, 2 no such file, level or window
`,
};

/** @throws LakebenchError `config_invalid` */
export function readQuery(typed: TypedFlags, operands: readonly string[]): QueryRequest {
  const values = readFlags(QUERY_COMMAND.flags, typed);
  const from = values.get("--from") as number | undefined;
  const to = values.get("--to") as number | undefined;
  const threads = values.get("--level") as number[] | undefined;
  if (to !== undefined && to <= (from ?? 0)) {
    throw new LakebenchError(
      "config_invalid",
      `--to must be later than --from, got ${to} s and ${from ?? 0} s`,
    );
  }
  return {
    kind: "query",
    file: operands[0] ?? "",
    percentiles: values.get("--percentiles") as number[] | undefined ?? USUAL_PERCENTILES,
    json: typed.has("--json"),
    ...(from !== undefined && { from_sec: from }),
    ...(to !== undefined && { to_sec: to }),
    ...(threads !== undefined && { threads }),
  };
}

function readSecond(text: string): number {
  const seconds = readDuration(text);
  if (!Number.isInteger(seconds) || seconds < 0) {
    throw new FlagValueError(
      "must be whole seconds, 0 or more: what is stored is second by second",
    );
  }
  return seconds;
}

function readPercentile(text: string): number {
  const value = Number(text);
  if (!/^[\d.]+$/.test(text) || !(value >= 0 && value <= 100)) {
    throw new FlagValueError("must be percentiles from 0 to 100, such as 50,99,99.99");
  }
  return value;
}
