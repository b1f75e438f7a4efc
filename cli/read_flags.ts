/** What was typed for the flags of a command, made into values. */
import { LakebenchError } from "../engine/errors.ts";
import type { TypedFlags } from "./command_spec.ts";
import { FlagValueError } from "./flag_values.ts";
import type { Flag, ValueFlag } from "./flags/flag.ts";

/**
 * The values of the flags that were typed, by flag; of a repeatable one, a list.
 *
 * @throws LakebenchError `config_invalid`, a sentence for each flag that can't be read
 */
export function readFlags(flags: readonly Flag[], typed: TypedFlags): Map<string, unknown> {
  const values = new Map<string, unknown>();
  const problems: string[] = [];
  for (const flag of flags) {
    const texts = typed.get(flag.name);
    if (texts === undefined || flag.kind === "switch") continue;
    if (flag.optional && texts.length === 0) continue;
    try {
      values.set(flag.name, readValue(flag, texts));
    } catch (error) {
      if (!(error instanceof FlagValueError)) throw error;
      problems.push(`${flag.name} ${error.message}${flag.secret ? "" : `, got ${quoted(texts)}`}`);
    }
  }
  if (problems.length > 0) throw new LakebenchError("config_invalid", problems.join("\n"));
  return values;
}

function readValue(flag: ValueFlag, texts: readonly string[]): unknown {
  if (texts.some((text) => text.trim() === "")) throw new FlagValueError("must not be empty");
  if (flag.repeatable) return texts.map(flag.read);
  const [text = "", ...more] = texts;
  if (more.length > 0) throw new FlagValueError("can be given once");
  return flag.read(text);
}

function quoted(texts: readonly string[]): string {
  return texts.map((text) => JSON.stringify(text)).join(" and ");
}
