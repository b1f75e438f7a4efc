/** Values larger than the database takes: lines of text, compressed and cut into parts. */
import { LakebenchError } from "../engine/errors.ts";
import { KV_LIMITS } from "./kv.ts";

/** The lines, each ended by a newline, as gzip in parts of at most 60 KiB, made as they are taken. */
export async function* pack(lines: Iterable<string>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const stream = ReadableStream.from(lines).pipeThrough(
    new TransformStream<string, string>({
      transform: (line, controller) => controller.enqueue(`${line}\n`),
    }),
  ).pipeThrough(new TextEncoderStream()).pipeThrough(new CompressionStream("gzip"));
  let part = new Uint8Array(KV_LIMITS.part_bytes);
  let filled = 0;
  for await (const chunk of stream) {
    for (let at = 0; at < chunk.length;) {
      const some = chunk.subarray(at, at + part.length - filled);
      part.set(some, filled);
      filled += some.length;
      at += some.length;
      if (filled < part.length) continue;
      yield part;
      part = new Uint8Array(KV_LIMITS.part_bytes);
      filled = 0;
    }
  }
  if (filled > 0) yield part.slice(0, filled);
}

/**
 * The lines of {@linkcode pack}.
 *
 * @throws LakebenchError `store_unusable` when parts are missing or damaged
 */
export async function* unpack(
  parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<string> {
  const bytes = ReadableStream.from(parts as AsyncIterable<Uint8Array<ArrayBuffer>>);
  let rest = "";
  try {
    const text = bytes.pipeThrough(new DecompressionStream("gzip"))
      .pipeThrough(new TextDecoderStream());
    for await (const chunk of text) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
    }
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new LakebenchError("store_unusable", "A stored value is damaged: its parts don't fit.", {
      hint: "Restore the store from a dump.",
      cause,
    });
  }
  if (rest !== "") yield rest;
}

/** A single value as parts. */
export function packValue(value: unknown): Promise<Uint8Array<ArrayBuffer>[]> {
  return Array.fromAsync(pack([JSON.stringify(value)]));
}

/** What {@linkcode packValue} was given. */
export async function unpackValue<T>(
  parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<T> {
  for await (const line of unpack(parts)) return JSON.parse(line) as T;
  throw new LakebenchError("store_unusable", "A stored value is damaged: it has no parts.", {
    hint: "Restore the store from a dump.",
  });
}
