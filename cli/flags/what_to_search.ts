/** The search for a knee: `--find-knee` and what refines it. */
import { KNEE_AXES, KNEE_START } from "../../engine/knee/knee_config.ts";
import { readChoice, readCount } from "../flag_values.ts";
import { asIs, type Flag } from "./flag.ts";

export const WHAT_TO_SEARCH: readonly Flag[] = [
  {
    kind: "value",
    name: "--find-knee",
    placeholder: "<limit>",
    field: "find_knee",
    part: "conditions",
    group: "What to search:",
    description: "in place of given levels, find the most connections that keep " +
      "'p99_latency_ms<10'; any figure of a level; repeatable, all must hold",
    read: asIs,
    repeatable: true,
  },
  {
    kind: "value",
    name: "--knee-over",
    placeholder: "<kind>",
    field: "find_knee",
    part: "over",
    group: "What to search:",
    description: "what is raised: threads, or the rate at one count of threads (default: threads)",
    read: (text) => readChoice(text, KNEE_AXES),
  },
  {
    kind: "value",
    name: "--knee-min",
    placeholder: "<n>",
    field: "find_knee",
    part: "min",
    group: "What to search:",
    description: `where it begins (default: ${KNEE_START.threads} thread, or ` +
      `${KNEE_START.rate} operations a second)`,
    read: readCount,
  },
  {
    kind: "value",
    name: "--knee-max",
    placeholder: "<n>",
    field: "find_knee",
    part: "max",
    group: "What to search:",
    description: "the most to try (default: as many threads as the server has room for)",
    read: readCount,
  },
  {
    kind: "value",
    name: "--knee-resolution",
    placeholder: "<pct>",
    field: "find_knee",
    part: "resolution_pct",
    group: "What to search:",
    description: "how near to look, in percent (default: 5)",
    read: readCount,
  },
  {
    kind: "value",
    name: "--knee-repeat",
    placeholder: "<n>",
    field: "find_knee",
    part: "repetitions",
    group: "What to search:",
    description: "how often both sides of the knee are run; most runs decide (default: 3)",
    read: readCount,
  },
];
