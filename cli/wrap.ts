/** Text made to fit a terminal. */

/**
 * Lines of at most `width` characters, broken at spaces, each after `indent`. A word longer than a line is left whole, so that a path can be copied.
 */
export function wrap(text: string, width: number, indent = ""): string[] {
  const lines: string[] = [];
  let line = indent;
  let isEmpty = true;
  for (const word of text.split(/[ \n\t]+/).filter((word) => word !== "")) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return isEmpty ? lines : [...lines, line];
}

/**
 * The lines of `text` after `indent`, each wrapped where it is longer than `width` by itself: what
 * is set out by hand stays so, and goes on below where it began.
 */
export function wrapLines(text: string, width: number, indent = ""): string[] {
  return text.split("\n").flatMap((line) => {
    const whole = indent + line;
    if (whole.length <= width) return [whole];
    return wrap(line, width, indent + /^ */.exec(line)?.[0]);
  });
}

/**
 * `text` without the control characters that would steer a terminal: a server's words are shown,
 * never obeyed. Line breaks and tabs stay.
 */
export function printable(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, "�");
}
