/** Meta commands: a backslash, a name and arguments, to the end of the line. */
import { nearest } from "../nearest.ts";
import { type Expression, parseExpression } from "./expression_parser.ts";
import type { ScriptSource } from "./source.ts";

/** A parsed meta command. `offset` is its backslash. */
export type MetaCommand =
  | { kind: "set"; name: string; expression: Expression; offset: number }
  | { kind: "if" | "elif"; expression: Expression; offset: number }
  | { kind: "else" | "endif"; offset: number }
  | { kind: "sleep"; time: number | { variable: string }; unitUs: number; offset: number }
  | { kind: "pipeline"; action: "start" | "sync" | "end"; offset: number }
  | StoreCommand;

/** Stores the row of the statement before it into variables. */
export interface StoreCommand {
  kind: "gset" | "aset";
  prefix: string;
  offset: number;
}

const NAMES = [
  "set",
  "if",
  "elif",
  "else",
  "endif",
  "sleep",
  "gset",
  "aset",
  "startpipeline",
  "syncpipeline",
  "endpipeline",
];

const UNITS_US: Readonly<Record<string, number>> = { us: 1, ms: 1_000, s: 1_000_000 };

const BLANKS = /(?:[ \t\r\f\v]|\\\r?\n)*/y;
/** A word ends before a continuation too. */
const WORD = /(?:(?!\\\r?\n)[^ \t\r\f\v\n])+/y;

interface Word {
  readonly text: string;
  readonly offset: number;
}

/**
 * Parses the meta command whose backslash is at `offset`.
 *
 * @returns nothing for a backslash alone on its line; `next` is where the script goes on
 * @throws LakebenchError `config_invalid`
 */
export function parseMeta(
  source: ScriptSource,
  offset: number,
): { command?: MetaCommand; next: number } {
  const word = readWord(source.text, offset + 1);
  if (word === undefined) return { next: endOfLine(source.text, offset + 1) };
  const name = word.text.toLowerCase();
  const after = word.offset + word.text.length;
  switch (name) {
    case "set":
      return parseSet(source, offset, after);
    case "if":
    case "elif": {
      const { expression, end } = parseExpression(source, after, name);
      return { command: { kind: name, expression, offset }, next: end };
    }
  }
  const { words, end } = readWords(source.text, after);
  return { command: parseWords(source, { name, words, offset, word }), next: end };
}

/** Whether pgbench allows a variable of this name. */
export function isVariableName(name: string): boolean {
  return /^[A-Za-z_\u0080-\uffff][A-Za-z_\u0080-\uffff0-9]*$/.test(name);
}

function parseSet(source: ScriptSource, offset: number, from: number) {
  const target = readWord(source.text, from);
  if (target === undefined) throw source.error(offset, "\\set needs a variable and an expression");
  if (!isVariableName(target.text)) {
    throw source.error(target.offset, `invalid variable name: "${target.text}"`);
  }
  const { expression, end } = parseExpression(source, target.offset + target.text.length, "set");
  const command: MetaCommand = { kind: "set", name: target.text, expression, offset };
  return { command, next: end };
}

function parseWords(
  source: ScriptSource,
  line: { name: string; words: readonly Word[]; offset: number; word: Word },
): MetaCommand {
  const { name, words, offset } = line;
  const atMost = (count: number) => {
    const extra = words[count];
    if (extra !== undefined) {
      throw source.error(extra.offset, `\\${name} has an argument too many: "${extra.text}"`);
    }
  };
  switch (name) {
    case "else":
    case "endif":
      atMost(0);
      return { kind: name, offset };
    case "startpipeline":
    case "syncpipeline":
    case "endpipeline":
      atMost(0);
      return {
        kind: "pipeline",
        action: name === "startpipeline" ? "start" : name === "syncpipeline" ? "sync" : "end",
        offset,
      };
    case "gset":
    case "aset":
      atMost(1);
      return { kind: name, prefix: words[0]?.text ?? "", offset };
    case "sleep":
      atMost(2);
      return parseSleep(source, offset, words);
    case "shell":
    case "setshell":
      throw source.error(
        offset,
        `\\${name} is refused: a script can't start programs here`,
        "The load generator runs without the permission to start programs, and their time would " +
          "be measured as the server's. Use \\set, or a value given with -D.",
      );
    default: {
      const near = nearest(name, NAMES);
      throw source.error(
        line.word.offset,
        `there is no command \\${line.word.text}`,
        near === undefined
          ? `The commands are ${NAMES.map((known) => `\\${known}`).join(", ")}.`
          : `Did you mean \\${near}?`,
      );
    }
  }
}

/** `\sleep 5`, `\sleep 5 ms`, `\sleep 5ms`, `\sleep :pause us`; seconds without a unit. */
function parseSleep(source: ScriptSource, offset: number, words: readonly Word[]): MetaCommand {
  const [amount, unit] = words;
  if (amount === undefined) throw source.error(offset, "\\sleep needs a time");
  if (amount.text.startsWith(":")) {
    const variable = amount.text.slice(1);
    if (!isVariableName(variable)) {
      throw source.error(amount.offset, `invalid variable name: "${variable}"`);
    }
    return { kind: "sleep", time: { variable }, unitUs: unitOf(source, unit), offset };
  }
  const [, digits = "", rest = ""] = /^([-+]?\d+)(.*)$/s.exec(amount.text) ?? [];
  if (digits === "" || (rest !== "" && unit !== undefined)) {
    throw source.error(amount.offset, `invalid sleep time, must be an integer: "${amount.text}"`);
  }
  const glued = { text: rest, offset: amount.offset + digits.length };
  const unitUs = unitOf(source, rest === "" ? unit : glued);
  return { kind: "sleep", time: Number(digits), unitUs, offset };
}

function unitOf(source: ScriptSource, unit: Word | undefined): number {
  if (unit === undefined) return 1_000_000;
  const us = UNITS_US[unit.text.toLowerCase()];
  if (us === undefined) {
    throw source.error(unit.offset, `unrecognized time unit "${unit.text}", must be us, ms or s`);
  }
  return us;
}

function readWords(text: string, from: number): { words: Word[]; end: number } {
  const words: Word[] = [];
  let at = from;
  for (let word = readWord(text, at); word !== undefined; word = readWord(text, at)) {
    words.push(word);
    at = word.offset + word.text.length;
  }
  return { words, end: endOfLine(text, at) };
}

function readWord(text: string, from: number): Word | undefined {
  BLANKS.lastIndex = from;
  BLANKS.test(text);
  WORD.lastIndex = BLANKS.lastIndex;
  const word = WORD.exec(text)?.[0];
  return word === undefined ? undefined : { text: word, offset: BLANKS.lastIndex };
}

function endOfLine(text: string, from: number): number {
  BLANKS.lastIndex = from;
  BLANKS.test(text);
  return BLANKS.lastIndex;
}
