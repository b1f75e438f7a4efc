/** Where a text stops being JSON, and how deep it nests: what `JSON.parse()` does not say. */

/** A place in a text. Line and column count from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** What strings, numbers and words are made of by RFC 8259, each at the place it is tried at. */
// deno-lint-ignore no-control-regex -- control characters are what JSON strings may not hold
const PLAIN = /[^"\\\x00-\x1f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const SPACE = /[ \t\r\n]*/y;

type Expected =
  | "value"
  | "value or ]"
  | "name or }"
  | "name"
  | "colon"
  | "comma or end"
  | "nothing";

/** Where `text` breaks the grammar; undefined when it is JSON. */
export function jsonErrorPosition(text: string): TextPosition | undefined {
  const open: ("{" | "[")[] = [];
  let expected: Expected = "value";
  let at = 0;
  const moved = (end: number): boolean => {
    if (end === -1) return false;
    at = end;
    return true;
  };
  const take = (pattern: RegExp) => moved(endOf(pattern, text, at));
  const takeString = () => moved(endOfString(text, at));
  const afterValue = (): Expected => open.length === 0 ? "nothing" : "comma or end";
  for (;;) {
    take(SPACE);
    const character = text[at];
    if (character === undefined) {
      return expected === "nothing" ? undefined : positionAt(text, at);
    }
    if (expected === "nothing") return positionAt(text, at);
    const innermost = open.at(-1);
    const closes = innermost === "{" ? "}" : "]";
    const mayClose = expected === "comma or end" || expected === "value or ]" ||
      expected === "name or }";
    if (mayClose && character === closes) {
      open.pop();
      at++;
      expected = afterValue();
    } else if (expected === "comma or end") {
      if (character !== ",") return positionAt(text, at);
      at++;
      expected = innermost === "{" ? "name" : "value";
    } else if (expected === "colon") {
      if (character !== ":") return positionAt(text, at);
      at++;
      expected = "value";
    } else if (expected === "name" || expected === "name or }") {
      if (!takeString()) return positionAt(text, at);
      expected = "colon";
    } else if (character === "{" || character === "[") {
      open.push(character);
      at++;
      expected = character === "{" ? "name or }" : "value or ]";
    } else if (takeString() || take(NUMBER) || take(WORD)) {
      expected = afterValue();
    } else {
      return positionAt(text, at);
    }
  }
}

/** Where what a sticky pattern matches at `at` ends; -1 where it doesn't match. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/** Where the string that begins at `at` ends; -1 where there is none. Of any length: no backtracking. */
function endOfString(text: string, at: number): number {
  if (text[at] !== '"') return -1;
  let end = endOf(PLAIN, text, at + 1);
  while (text[end] === "\\") {
    const escaped = endOf(ESCAPE, text, end);
    if (escaped === -1) return -1;
    end = endOf(PLAIN, text, escaped);
  }
  return text[end] === '"' ? end + 1 : -1;
}

/** How many arrays and objects of a JSON text are inside each other at most; 0 for a plain value. */
export function jsonDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case '"':
        at = endOfString(text, at) - 1;
        break;
      case "{":
      case "[":
        deepest = Math.max(deepest, ++depth);
        break;
      case "}":
      case "]":
        depth--;
    }
  }
  return deepest;
}

function positionAt(text: string, offset: number): TextPosition {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return { line, column: offset - before.lastIndexOf("\n") };
}
