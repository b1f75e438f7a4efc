/** How long a level and what stands around it take. */
import { readDuration } from "../flag_values.ts";
import type { Flag } from "./flag.ts";

export const HOW_LONG: readonly Flag[] = [
  {
    kind: "value",
    name: "--duration",
    placeholder: "<time>",
    field: "test_duration",
    group: "How long:",
    description: "measured time of a level, for example 10, 10s or 2m (default: 10s)",
    read: readDuration,
  },
  {
    kind: "value",
    name: "--warmup",
    placeholder: "<time>",
    field: "warmup_sec",
    group: "How long:",
    description: "untimed load before a level's clock starts (default: 2s)",
    read: readDuration,
  },
  {
    kind: "value",
    name: "--until-steady",
    placeholder: "<time>",
    field: "until_steady_sec",
    group: "How long:",
    description: "load each level before its warm-up until throughput is steady, this long at most",
    read: readDuration,
  },
  {
    kind: "value",
    name: "--cooldown",
    placeholder: "<time>",
    field: "cooldown_sec",
    group: "How long:",
    description: "pause between levels (default: 0)",
    read: readDuration,
  },
];
