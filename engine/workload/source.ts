/** A script's text, and errors that point into it. */
import { LakebenchError } from "../errors.ts";

/** Longest part of a line that an error quotes before its mark. */
const EXCERPT_LIMIT = 160;

/** A script as it was written. Offsets count UTF-16 units from 0, lines and columns from 1. */
export class ScriptSource {
  constructor(readonly name: string, readonly text: string) {}

  /** The line that `offset` is on. */
  lineAt(offset: number): number {
    let line = 1;
    for (
      let i = this.text.indexOf("\n");
      i >= 0 && i < offset;
      i = this.text.indexOf("\n", i + 1)
    ) {
      line++;
    }
    return line;
  }

  /**
   * An error at `offset`: file, line and column, the sentence, then the line with a mark below.
   *
   * @returns LakebenchError `config_invalid`
   */
  error(offset: number, sentence: string, hint?: string): LakebenchError {
    const start = offset === 0 ? 0 : this.text.lastIndexOf("\n", offset - 1) + 1;
    const end = this.text.indexOf("\n", offset);
    const line = this.text.slice(start, end < 0 ? undefined : end).trimEnd();
    const column = offset - start;
    const cut = Math.max(0, column - EXCERPT_LIMIT);
    const excerpt = line.slice(cut, cut + EXCERPT_LIMIT + 40);
    // Tabs stay tabs, so that the mark stands below its place however wide they are shown.
    const pad = line.slice(cut, column).replace(/[^\t]/g, " ").padEnd(column - cut);
    return new LakebenchError(
      "config_invalid",
      `${this.name}:${this.lineAt(offset)}:${column + 1}: ${sentence}\n  ${excerpt}\n  ${pad}^`,
      { hint },
    );
  }
}
