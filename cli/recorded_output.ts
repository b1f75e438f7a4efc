/** An output for tests: keeps what is written, and knows what a terminal would show of it. */
import { type Output, USUAL_COLUMNS } from "./output.ts";
import { styleFor } from "./style.ts";

export interface RecordedOutput extends Output {
  /** All that was written. */
  text(): string;
  /** The lines a terminal would show: those drawn over are gone. Nothing wider than it may be written. */
  screen(): string[];
}

export function recordedOutput(
  { canRedraw = false, color = false, columns = USUAL_COLUMNS } = {},
): RecordedOutput {
  let text = "";
  return {
    write: (written) => {
      text += written;
    },
    canRedraw,
    columns: () => columns,
    style: styleFor({ color, forPeople: canRedraw }),
    text: () => text,
    screen: () => shown(text, columns),
  };
}

/** A terminal of one kind of escape, clearing from the cursor to the line's end. */
function shown(text: string, columns: number): string[] {
  return text.split("\n").map((line) => {
    let row = "";
    for (const drawn of line.split("\r")) {
      const over = drawn.replace("\x1b[K", "");
      if (over.length >= columns && line.includes("\r")) {
        throw new Error(`a live line of ${over.length} characters wraps at ${columns}`);
      }
      row = drawn.startsWith("\x1b[K") ? over : over + row.slice(over.length);
    }
    return row;
  });
}
