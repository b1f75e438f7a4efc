/**
 * pgbench's expression grammar, by precedence climbing. As in pgbench, operators become calls of
 * functions: `-x` is `0 - x`, `~x` is `-1 # x`, `a > b` is `b < a`, `a IS NOT NULL` is
 * `NOT (a IS NULL)`.
 */
import { type Token, tokenize } from "./expression_lexer.ts";
import { checkCall } from "./function_names.ts";
import type { ScriptSource } from "./source.ts";
import { Double, INT64_MIN, type Value } from "./value.ts";

/** A parsed expression. */
export type Expression =
  | { readonly kind: "constant"; readonly value: Exclude<Value, string> }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[] };

/** Binding strength, weakest first. */
const enum Level {
  Or = 1,
  And,
  Not,
  Is,
  Comparison,
  Bits,
  Sum,
  Product,
  Sign,
}

const BINARY: Readonly<Record<string, Level>> = {
  or: Level.Or,
  and: Level.And,
  "<": Level.Comparison,
  ">": Level.Comparison,
  "=": Level.Comparison,
  "<=": Level.Comparison,
  ">=": Level.Comparison,
  "<>": Level.Comparison,
  "|": Level.Bits,
  "#": Level.Bits,
  "&": Level.Bits,
  "<<": Level.Bits,
  ">>": Level.Bits,
  "+": Level.Sum,
  "-": Level.Sum,
  "*": Level.Product,
  "/": Level.Product,
  "%": Level.Product,
};

/**
 * Parses the expression that fills the rest of a line.
 *
 * @param command the meta command it belongs to, for messages
 * @returns the expression, and the offset of the line's end
 * @throws LakebenchError `config_invalid`
 */
export function parseExpression(
  source: ScriptSource,
  from: number,
  command: string,
): { expression: Expression; end: number } {
  const tokens = tokenize(source, from);
  const parser = new ExpressionParser(source, tokens, command);
  const expression = parser.parse(Level.Or);
  return { expression, end: parser.expectEnd() };
}

const constant = (value: Exclude<Value, string>): Expression => ({ kind: "constant", value });
const call = (name: string, ...args: Expression[]): Expression => ({ kind: "call", name, args });

class ExpressionParser {
  readonly #source: ScriptSource;
  readonly #tokens: readonly Token[];
  readonly #command: string;
  #index = 0;

  constructor(source: ScriptSource, tokens: readonly Token[], command: string) {
    this.#source = source;
    this.#tokens = tokens;
    this.#command = command;
  }

  /** An expression whose operators bind at least as tightly as `weakest`. */
  parse(weakest: Level): Expression {
    let left = this.#operand();
    for (;;) {
      const token = this.#peek();
      const operator = token.kind === "symbol" || token.kind === "keyword" ? token.text : "";
      if (operator === "is" || operator === "isnull" || operator === "notnull") {
        if (Level.Is < weakest) return left;
        left = this.#test(left);
        continue;
      }
      const level = BINARY[operator];
      if (level === undefined || level < weakest) return left;
      this.#index++;
      left = binary(operator, left, this.parse(level + 1));
      // Comparisons don't chain.
      if (level === Level.Comparison && this.#comparisonFollows()) throw this.#unexpected();
    }
  }

  expectEnd(): number {
    const token = this.#peek();
    if (token.kind !== "end") throw this.#unexpected();
    return token.offset;
  }

  /** IS [NOT] NULL, IS [NOT] TRUE, IS [NOT] FALSE, ISNULL, NOTNULL. */
  #test(left: Expression): Expression {
    if (this.#accept("isnull")) return call("is", left, constant(null));
    if (this.#accept("notnull")) return call("not", call("is", left, constant(null)));
    this.#expect("is");
    const negated = this.#accept("not");
    const wanted = this.#accept("null")
      ? null
      : this.#accept("true")
      ? true
      : this.#accept("false")
      ? false
      : undefined;
    if (wanted === undefined) throw this.#unexpected();
    const test = call("is", left, constant(wanted));
    return negated ? call("not", test) : test;
  }

  #operand(): Expression {
    const token = this.#peek();
    this.#index++;
    switch (token.kind) {
      case "integer":
        return constant(token.value);
      case "double":
        return constant(new Double(token.value));
      case "variable":
        return { kind: "variable", name: token.name };
      case "word":
        return this.#function(token.text, token.offset);
      case "symbol":
        if (token.text === "(") {
          const inner = this.parse(Level.Or);
          this.#expect(")");
          return inner;
        }
        if (token.text === "+") return this.parse(Level.Sign);
        if (token.text === "-") return this.#negative();
        if (token.text === "~") return call("#", constant(-1), this.parse(Level.Bits + 1));
        break;
      case "keyword":
        if (token.text === "not") return call("not", this.parse(Level.Not + 1));
        if (token.text === "null") return constant(null);
        if (token.text === "true" || token.text === "false") return constant(token.text === "true");
        if (token.text === "case") return this.#case();
        break;
    }
    this.#index--;
    throw this.#unexpected();
  }

  #negative(): Expression {
    if (this.#peek().kind !== "int64_min_digits") {
      return call("-", constant(0), this.parse(Level.Sign));
    }
    this.#index++;
    return constant(INT64_MIN);
  }

  #function(word: string, offset: number): Expression {
    const name = word.toLowerCase();
    this.#expect("(");
    const args: Expression[] = [];
    if (!this.#accept(")")) {
      do args.push(this.parse(Level.Or)); while (this.#accept(","));
      this.#expect(")");
    }
    const complaint = checkCall(name, args.length);
    if (complaint !== undefined) {
      throw this.#source.error(
        offset,
        `${complaint.sentence} in \\${this.#command}`,
        complaint.hint,
      );
    }
    return { kind: "call", name, args };
  }

  #case(): Expression {
    const args: Expression[] = [];
    this.#expect("when");
    do {
      args.push(this.parse(Level.Or));
      this.#expect("then");
      args.push(this.parse(Level.Or));
    } while (this.#accept("when"));
    args.push(this.#accept("else") ? this.parse(Level.Or) : constant(null));
    this.#expect("end");
    return { kind: "call", name: "case", args };
  }

  #comparisonFollows(): boolean {
    const token = this.#peek();
    return token.kind === "symbol" && BINARY[token.text] === Level.Comparison;
  }

  #peek(): Token {
    return this.#tokens[this.#index] ?? { kind: "end", offset: this.#source.text.length };
  }

  #accept(text: string): boolean {
    const token = this.#peek();
    const found = (token.kind === "symbol" || token.kind === "keyword") && token.text === text;
    if (found) this.#index++;
    return found;
  }

  #expect(text: string): void {
    if (!this.#accept(text)) throw this.#unexpected(text.toUpperCase());
  }

  #unexpected(expected?: string) {
    const token = this.#peek();
    const next = this.#tokens[this.#index + 1]?.offset ?? token.offset;
    const found = token.kind === "end"
      ? "end of line"
      : `"${this.#source.text.slice(token.offset, next).trim()}"`;
    const wanted = expected === undefined ? "" : `, expecting "${expected}"`;
    return this.#source.error(
      token.offset,
      `syntax error, unexpected ${found}${wanted} in \\${this.#command}`,
    );
  }
}

function binary(operator: string, left: Expression, right: Expression): Expression {
  switch (operator) {
    case ">":
      return call("<", right, left);
    case ">=":
      return call("<=", right, left);
    case "%":
      return call("mod", left, right);
    default:
      return call(operator, left, right);
  }
}
