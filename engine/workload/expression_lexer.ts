/** Tokens of pgbench expressions, which end with their line; a backslash at its end continues it. */
import type { ScriptSource } from "./source.ts";
import { type Integer, parseInteger } from "./value.ts";

/** One token. `offset` is where it begins. */
export type Token =
  | { readonly kind: "integer"; readonly value: Integer; readonly offset: number }
  /** 9223372036854775808, which only a minus before it makes representable. */
  | { readonly kind: "int64_min_digits"; readonly offset: number }
  | { readonly kind: "double"; readonly value: number; readonly offset: number }
  | { readonly kind: "variable"; readonly name: string; readonly offset: number }
  /** A function's name. */
  | { readonly kind: "word"; readonly text: string; readonly offset: number }
  /** In lower case. */
  | { readonly kind: "keyword"; readonly text: string; readonly offset: number }
  | { readonly kind: "symbol"; readonly text: string; readonly offset: number }
  | { readonly kind: "end"; readonly offset: number };

const KEYWORDS = new Set(
  "and or not is isnull notnull case when then else end true false null".split(" "),
);

const BLANKS = /(?:[ \t\r\f\v]|\\\r?\n)*/y;
const TOKEN = new RegExp(
  [
    /(?<double>\d+(?:\.\d*(?:[eE][-+]?\d+)?|[eE][-+]?\d+)|\.\d+(?:[eE][-+]?\d+)?)/,
    /(?<integer>\d+)/,
    /:(?<variable>[A-Za-z_\u0080-\uffff0-9]+)/,
    /(?<word>[A-Za-z_\u0080-\uffff][A-Za-z_\u0080-\uffff0-9]*)/,
    /(?<symbol><>|!=|<=|>=|<<|>>|[-+*/%=<>|&#~(),])/,
  ].map((part) => part.source).join("|"),
  "y",
);

/**
 * The tokens from `from` to the end of the line, the last of kind `end`.
 *
 * @throws LakebenchError `config_invalid` at a character or a number that is none
 */
export function tokenize(source: ScriptSource, from: number): Token[] {
  const tokens: Token[] = [];
  for (let at = skipBlanks(source.text, from);; at = skipBlanks(source.text, TOKEN.lastIndex)) {
    if (at >= source.text.length || source.text[at] === "\n") {
      tokens.push({ kind: "end", offset: at });
      return tokens;
    }
    TOKEN.lastIndex = at;
    const groups = TOKEN.exec(source.text)?.groups;
    if (groups === undefined) {
      throw source.error(at, `unexpected character "${source.text.charAt(at)}"`);
    }
    tokens.push(token(source, groups, at));
  }
}

function skipBlanks(text: string, from: number): number {
  BLANKS.lastIndex = from;
  BLANKS.test(text);
  return BLANKS.lastIndex;
}

function token(
  source: ScriptSource,
  groups: Record<string, string | undefined>,
  offset: number,
): Token {
  const { double, integer, variable, word, symbol = "" } = groups;
  if (double !== undefined) {
    const value = Number(double);
    if (!Number.isFinite(value)) throw source.error(offset, `double constant overflow (${double})`);
    return { kind: "double", value, offset };
  }
  if (integer !== undefined) {
    if (integer === "9223372036854775808") return { kind: "int64_min_digits", offset };
    const value = parseInteger(integer);
    if (value === undefined) throw source.error(offset, `bigint constant overflow (${integer})`);
    return { kind: "integer", value, offset };
  }
  if (variable !== undefined) return { kind: "variable", name: variable, offset };
  if (word !== undefined) {
    const lower = word.toLowerCase();
    return KEYWORDS.has(lower)
      ? { kind: "keyword", text: lower, offset }
      : { kind: "word", text: word, offset };
  }
  return { kind: "symbol", text: symbol === "!=" ? "<>" : symbol, offset };
}
