/** The flags of a run: what each is called, what its text means, and what `--help` says of it. */
import { ABOUT } from "./flags/about.ts";
import type { Flag } from "./flags/flag.ts";
import { HOW } from "./flags/how.ts";
import { HOW_LONG } from "./flags/how_long.ts";
import { WHAT_COMES_OUT } from "./flags/what_comes_out.ts";
import { WHAT_TO_RUN } from "./flags/what_to_run.ts";
import { WHAT_TO_SEARCH } from "./flags/what_to_search.ts";

/** Every flag of a run, group by group in the order of `--help`. */
export const RUN_FLAGS: readonly Flag[] = [
  ...WHAT_TO_RUN,
  ...WHAT_TO_SEARCH,
  ...HOW_LONG,
  ...HOW,
  ...WHAT_COMES_OUT,
  ...ABOUT,
];

/** The flag that sets a configuration field, or a part of one: `find_knee.max`. */
export function flagOfField(field: string): string {
  const flag = RUN_FLAGS.find((flag) =>
    flag.kind === "value" && flag.field !== undefined &&
    (flag.field === field || `${flag.field}.${flag.part}` === field)
  );
  return flag?.name ?? field;
}
