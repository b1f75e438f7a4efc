/** Where a page ended, in a form that is given out and taken back. */
import { z } from "zod";
import { LakebenchError } from "../engine/errors.ts";
import { type Position, type Sort, SORTS } from "./indexes.ts";

export type Direction = "asc" | "desc";

const Cursor = z.tuple([
  z.enum(SORTS),
  z.enum(["asc", "desc"]),
  z.union([z.literal(0), z.literal(1)]),
  z.number(),
  z.string().max(40),
]);

/** The cursor of a page whose last run stands at `position`. */
export function cursorAt(sort: Sort, direction: Direction, position: Position): string {
  const { known, number, id } = position;
  return new TextEncoder().encode(JSON.stringify([sort, direction, known, number, id]))
    .toBase64({ alphabet: "base64url", omitPadding: true });
}

/**
 * The position that the page before ended at.
 *
 * @throws LakebenchError `cursor_invalid` when the text is no cursor, or one of another order
 */
export function readCursor(text: string, sort: Sort, direction: Direction): Position {
  const cursor = Cursor.safeParse(decoded(text));
  if (!cursor.success) {
    throw invalid(`cursor must be one that a page gave, but is "${shown(text)}"`);
  }
  const [ofSort, ofDirection, known, number, id] = cursor.data;
  if (ofSort !== sort || ofDirection !== direction) {
    throw invalid(
      `cursor belongs to a list sorted by ${ofSort} ${ofDirection}, and this one is sorted by ` +
        `${sort} ${direction}`,
    );
  }
  return { known, number, id };
}

function decoded(text: string): unknown {
  try {
    return JSON.parse(
      new TextDecoder().decode(Uint8Array.fromBase64(text, { alphabet: "base64url" })),
    );
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

function shown(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 40)}…`;
}

function invalid(message: string): LakebenchError {
  return new LakebenchError("cursor_invalid", message, {
    hint: "Leave the cursor out to start with the first page.",
  });
}
