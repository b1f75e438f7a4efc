/** One line of several columns, two spaces apart, made to fit a terminal. */
import { wrap } from "./wrap.ts";

const GAP = "  ";

export function columns(...parts: string[]): string {
  return parts.join(GAP);
}

/** `line` in `width` characters: closer together when that is enough, else cut. Holds no wide ones. */
export function cut(line: string, width: number): string {
  return closer(line, width).slice(0, Math.max(0, width));
}

/** `line` as lines of `width` characters: closer together when that is enough, else in several. */
export function folded(line: string, width: number): string[] {
  const whole = closer(line, width);
  if (whole.length <= width) return [whole];
  const lines: string[] = [];
  for (const column of line.split(GAP)) {
    const longer = columns(...lines.slice(-1), column);
    if (longer.length <= width) lines.splice(-1, 1, longer);
    else lines.push(lines.length === 0 ? column : GAP + column);
  }
  return lines.flatMap((part, i) => {
    if (part.length <= width) return [part];
    const [first = "", ...rest] = wrap(part, width, GAP);
    return [i === 0 ? first.trimStart() : first, ...rest];
  });
}

function closer(line: string, width: number): string {
  return line.length <= width ? line : line.replaceAll(GAP, " ");
}
