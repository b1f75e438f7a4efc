import type { RunConfigInput } from "../../engine/config.ts";

/** What the command line assumes where neither a flag nor `--config` says it: a run of half a minute. */
export const COMMAND_LINE_DEFAULTS = {
  thread_counts: [1, 8, 20],
  table_rows: 100_000,
  test_duration: 10,
} as const satisfies RunConfigInput;
