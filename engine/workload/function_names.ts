/** The functions that scripts may call, and with how many arguments. */
import { nearest } from "../nearest.ts";

/** pgbench's own limit. */
const MAX_ARGUMENTS = 16;

/** Least and most arguments. */
const ARGUMENTS: Readonly<Record<string, readonly [number, number]>> = {
  abs: [1, 1],
  debug: [1, 1],
  double: [1, 1],
  exp: [1, 1],
  greatest: [1, MAX_ARGUMENTS],
  hash: [1, 2],
  hash_fnv1a: [1, 2],
  hash_murmur2: [1, 2],
  int: [1, 1],
  least: [1, MAX_ARGUMENTS],
  ln: [1, 1],
  mod: [2, 2],
  permute: [2, 3],
  pi: [0, 0],
  pow: [2, 2],
  power: [2, 2],
  random: [2, 2],
  random_exponential: [3, 3],
  random_gaussian: [3, 3],
  random_zipfian: [3, 3],
  sqrt: [1, 1],
};

/** What is wrong with a call of `name` with `count` arguments; undefined when nothing is. */
export function checkCall(
  name: string,
  count: number,
): { sentence: string; hint?: string } | undefined {
  if (!Object.hasOwn(ARGUMENTS, name)) {
    const names = Object.keys(ARGUMENTS);
    const near = nearest(name, names);
    return {
      sentence: `there is no function ${name}()`,
      hint: near === undefined
        ? `The functions are ${names.join(", ")}.`
        : `Did you mean ${near}()?`,
    };
  }
  const [least, most] = ARGUMENTS[name] ?? [0, 0];
  if (count >= least && count <= most) return undefined;
  const wanted = least === most ? String(least) : `${least} to ${most}`;
  return {
    sentence: `unexpected number of arguments (${name}): it takes ${wanted}, not ${count},`,
  };
}
