/**
 * Splits a script into statements, as psql and pgbench do: at semicolons outside quotes, comments,
 * parentheses and the bodies of SQL functions, and at backslashes, which start meta commands.
 *
 * Nothing inside quotes, dollar quotes and comments is changed. (pgbench replaces `:name` there
 * too; a literal such as `'12:mm'` is then no longer what was written.)
 */
import type { ScriptSource } from "./source.ts";

/** A place in a statement where a variable's value goes. */
export interface Placeholder {
  readonly name: string;
  readonly offset: number;
  /** Inside `[…]`, where `:name` may as well be the upper bound of an array slice. */
  readonly inBrackets: boolean;
}

/** A statement, cut at its placeholders. */
export interface ScannedStatement {
  /** One more than there are placeholders. */
  readonly pieces: readonly string[];
  readonly placeholders: readonly Placeholder[];
  readonly offset: number;
  /** Where its semicolon, or whatever follows it, stands. */
  readonly end: number;
  /** The first identifiers, in lower case: enough to know BEGIN from ROLLBACK TO. */
  readonly words: readonly string[];
}

/** What stopped the scan, and where to go on. */
export interface Scan {
  /** Absent when there was nothing but blanks and comments. */
  readonly statement?: ScannedStatement;
  readonly stop: "semicolon" | "backslash" | "end";
  readonly next: number;
}

const WORD_START = /[A-Za-z_\u0080-\uffff]/;
const WORD = /[A-Za-z_\u0080-\uffff][A-Za-z_\u0080-\uffff0-9$]*/y;
const VARIABLE = /:([A-Za-z_\u0080-\uffff][A-Za-z_\u0080-\uffff0-9]*)/y;
const DOLLAR_QUOTE = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z_\u0080-\uffff0-9]*)?\$/y;
const BLANKS_AND_LINE_COMMENTS = /(?:[ \t\n\r\f\v]+|--[^\n\r]*)*/y;
/** Between two literals, makes them one. */
const CONTINUATION = /(?:[ \t\f]|--[^\n\r]*)*[\n\r](?:[ \t\n\r\f]|--[^\n\r]*[\n\r])*'/y;

/** Scans from `from` to the end of one statement. */
export function scanStatement(source: ScriptSource, from: number): Scan {
  return new StatementScanner(source, from).scan();
}

class StatementScanner {
  readonly #source: ScriptSource;
  readonly #text: string;
  readonly #start: number;
  #at: number;
  /** Where the piece being read begins. */
  #pieceFrom: number;
  #piece = "";
  #hasContent = false;
  readonly #pieces: string[] = [];
  readonly #placeholders: Placeholder[] = [];
  readonly #words: string[] = [];
  /** Offsets of the parentheses that are open. */
  readonly #parentheses: number[] = [];
  #brackets = 0;
  /** Blocks open in the body of a SQL function: BEGIN ATOMIC, and CASE within it. */
  #blocks = 0;

  constructor(source: ScriptSource, from: number) {
    this.#source = source;
    this.#text = source.text;
    BLANKS_AND_LINE_COMMENTS.lastIndex = from;
    BLANKS_AND_LINE_COMMENTS.test(this.#text);
    this.#start = BLANKS_AND_LINE_COMMENTS.lastIndex;
    this.#at = this.#start;
    this.#pieceFrom = this.#start;
  }

  scan(): Scan {
    const text = this.#text;
    while (this.#at < text.length) {
      const character = text.charAt(this.#at);
      if (character === ";" && this.#parentheses.length === 0 && this.#blocks === 0) {
        this.#hasContent = true;
        return this.#finish("semicolon", this.#at + 1);
      }
      if (character === "\\" && !this.#escaped()) return this.#finish("backslash", this.#at);
      this.#token(character);
    }
    return this.#finish("end", text.length);
  }

  #token(character: string): void {
    const text = this.#text;
    if (/\s/.test(character)) {
      this.#at++;
      return;
    }
    if (text.startsWith("--", this.#at)) {
      const end = /[\n\r]/.exec(text.slice(this.#at));
      this.#at = end === null ? text.length : this.#at + end.index;
      return;
    }
    if (text.startsWith("/*", this.#at)) return this.#blockComment();
    this.#hasContent = true;
    if (character === "'") return this.#quoted("'", "quoted string");
    if (character === '"') return this.#quoted('"', "quoted identifier");
    if (character === "$") return this.#dollar();
    if (character === ":") return this.#colon();
    if (WORD_START.test(character)) return this.#word();
    if (character === "(") this.#parentheses.push(this.#at);
    else if (character === ")") this.#parentheses.pop();
    else if (character === "[") this.#brackets++;
    else if (character === "]") this.#brackets--;
    this.#at++;
  }

  /** `\;` and `\:` stand for the character itself: a statement of several commands. */
  #escaped(): boolean {
    const next = this.#text.charAt(this.#at + 1);
    if (next !== ";" && next !== ":") return false;
    this.#piece += this.#text.slice(this.#pieceFrom, this.#at) + next;
    this.#at += 2;
    this.#pieceFrom = this.#at;
    this.#hasContent = true;
    return true;
  }

  #blockComment(): void {
    const opened = this.#at;
    let depth = 0;
    const edge = /\/\*|\*\//g;
    edge.lastIndex = opened;
    for (let match = edge.exec(this.#text); match !== null; match = edge.exec(this.#text)) {
      depth += match[0] === "/*" ? 1 : -1;
      if (depth === 0) {
        this.#at = edge.lastIndex;
        return;
      }
    }
    throw this.#source.error(opened, "this comment is never closed");
  }

  /** A literal without backslash escapes; a doubled quote is two literals in a row. */
  #quoted(quote: string, what: string): void {
    const end = this.#text.indexOf(quote, this.#at + 1);
    if (end < 0) throw this.#source.error(this.#at, `this ${what} is never closed`);
    this.#at = end + 1;
  }

  /** `E'…'`: from the quote at the scan's place. */
  #escapeString(): void {
    const opened = this.#at;
    const text = this.#text;
    for (let i = opened + 1; i < text.length; i++) {
      if (text[i] === "\\") i++;
      else if (text[i] === "'") {
        CONTINUATION.lastIndex = i + 1;
        if (text[i + 1] === "'") i++;
        else if (CONTINUATION.test(text)) i = CONTINUATION.lastIndex - 1;
        else {
          this.#at = i + 1;
          return;
        }
      }
    }
    throw this.#source.error(opened, "this quoted string is never closed");
  }

  #dollar(): void {
    DOLLAR_QUOTE.lastIndex = this.#at;
    const delimiter = DOLLAR_QUOTE.exec(this.#text)?.[0];
    if (delimiter === undefined) {
      this.#at++;
      return;
    }
    const end = this.#text.indexOf(delimiter, this.#at + delimiter.length);
    if (end < 0) throw this.#source.error(this.#at, `this ${delimiter} quote is never closed`);
    this.#at = end + delimiter.length;
  }

  #colon(): void {
    VARIABLE.lastIndex = this.#at;
    const name = VARIABLE.exec(this.#text)?.[1];
    if (name === undefined) {
      // `::` is a cast, and so no part of it begins a variable.
      while (this.#text[this.#at] === ":") this.#at++;
      return;
    }
    this.#pieces.push(this.#piece + this.#text.slice(this.#pieceFrom, this.#at));
    this.#piece = "";
    this.#placeholders.push({ name, offset: this.#at, inBrackets: this.#brackets > 0 });
    this.#at += name.length + 1;
    this.#pieceFrom = this.#at;
  }

  #word(): void {
    WORD.lastIndex = this.#at;
    const word = (WORD.exec(this.#text)?.[0] ?? "").toLowerCase();
    this.#at += word.length;
    if (word === "e" && this.#text[this.#at] === "'") return this.#escapeString();
    if (this.#words.length < 4) this.#words.push(word);
    if (this.#parentheses.length > 0 || !this.#definesFunction()) return;
    if (word === "begin" || (word === "case" && this.#blocks > 0)) this.#blocks++;
    else if (word === "end" && this.#blocks > 0) this.#blocks--;
  }

  #definesFunction(): boolean {
    return /^create (or replace )?(function|procedure)\b/.test(this.#words.join(" "));
  }

  #finish(stop: Scan["stop"], next: number): Scan {
    const opened = this.#parentheses[0];
    if (opened !== undefined) throw this.#source.error(opened, "this parenthesis is never closed");
    if (this.#blocks > 0) throw this.#source.error(this.#start, "this function body lacks its END");
    if (!this.#hasContent) return { stop, next };
    const last = (this.#piece + this.#text.slice(this.#pieceFrom, this.#at)).trimEnd();
    return {
      statement: {
        pieces: [...this.#pieces, last],
        placeholders: this.#placeholders,
        offset: this.#start,
        end: this.#at,
        words: this.#words,
      },
      stop,
      next,
    };
  }
}
