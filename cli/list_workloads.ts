/** What `--list-workloads` prints. */
import type { BuiltinWorkload } from "../engine/workload/builtin.ts";
import { wrap } from "./wrap.ts";

const WIDTH = 80;
const INDENT = "  ";

/** Each workload's name, what it does, and the flags that shape it. Ends in a newline. */
export function workloadList(workloads: readonly BuiltinWorkload[]): string {
  return workloads.map(({ name, description, parameters }) => {
    const flags = parameters.map((parameter) => `--${parameter}`).join(", ");
    return [
      name,
      ...wrap(description, WIDTH, INDENT),
      `${INDENT}Flags: ${flags}`,
    ].join("\n") + "\n";
  }).join("\n");
}
