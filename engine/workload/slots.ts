/** Numbers for variable names. */
import { LakebenchError } from "../errors.ts";
import { isVariableName } from "./meta.ts";
import type { SlotTable } from "./program.ts";

/** A growing table: names keep their number. */
export class Slots implements SlotTable {
  readonly names: string[] = [];
  readonly #byName = new Map<string, number>();

  slotOf(name: string): number {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    if (!isVariableName(name)) {
      throw new LakebenchError("run_failed", `invalid variable name: "${name}"`, {
        hint: "Give the column a name with AS.",
      });
    }
    const slot = this.names.length;
    this.names.push(name);
    this.#byName.set(name, slot);
    return slot;
  }
}
