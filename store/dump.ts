/** Writes everything of a store into a file. */
import { createHash } from "node:crypto";
import { LakebenchError } from "../engine/errors.ts";
import { VERSION } from "../engine/version.ts";
import {
  DUMP_FORMAT,
  type DumpCounts,
  type DumpEntry,
  type DumpHead,
  DumpTally,
} from "./dump_format.ts";
import { bodyPrefixes, KEYS } from "./keys.ts";
import type { Kv } from "./kv.ts";
import { STORE_VERSION } from "./migrations.ts";

/**
 * Dumps the store into a new file. Runs may go on meanwhile: each is in it as it was when its turn came.
 *
 * @throws LakebenchError `dump_invalid` when the file exists or can't be written; what was begun of it
 * is removed
 */
export async function dump(kv: Kv, path: string): Promise<DumpCounts> {
  const file = await create(path);
  const tally = new DumpTally();
  try {
    await ReadableStream.from(dumpLines(kv, tally))
      .pipeThrough(new TextEncoderStream())
      .pipeThrough(new CompressionStream("gzip"))
      .pipeTo(file.writable);
  } catch (cause) {
    await Deno.remove(path);
    throw unwritable(path, cause);
  }
  return tally.counts((await Deno.stat(path)).size);
}

async function* dumpLines(kv: Kv, tally: DumpTally): AsyncGenerator<string> {
  const hash = createHash("sha256");
  const line = (value: unknown) => {
    const text = `${JSON.stringify(value)}\n`;
    hash.update(text);
    return text;
  };
  yield line(
    {
      format: DUMP_FORMAT,
      store_version: STORE_VERSION,
      lakebench_version: VERSION,
      created_at: new Date().toISOString(),
    } satisfies DumpHead,
  );
  for await (const { key, value } of entriesOf(kv)) {
    tally.add(key);
    yield line(dumpEntry(key, value));
  }
  yield JSON.stringify({ entries: tally.counts(0).entries, sha256: hash.digest("hex") }) + "\n";
}

/** What a run has before its record, so that a run removed meanwhile is without one in the dump. */
async function* entriesOf(kv: Kv): AsyncGenerator<Deno.KvEntry<unknown>> {
  yield* kv.list({ prefix: KEYS.targets });
  for await (const { key } of kv.list({ prefix: KEYS.runs })) {
    const id = String(key.at(-1));
    for (const prefix of bodyPrefixes(id)) yield* kv.list({ prefix }, { batch: 20 });
    for (const own of [KEYS.result(id), KEYS.run(id)]) {
      const { value, versionstamp } = await kv.get(own);
      if (versionstamp !== null) yield { key: own, value, versionstamp };
    }
  }
}

function dumpEntry(key: Deno.KvKey, value: unknown): DumpEntry {
  const k = key as (string | number)[];
  return value instanceof Uint8Array ? { k, b: value.toBase64() } : { k, v: value as never };
}

async function create(path: string): Promise<Deno.FsFile> {
  try {
    return await Deno.open(path, { write: true, createNew: true, mode: 0o600 });
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

function unwritable(path: string, cause: unknown): LakebenchError {
  if (cause instanceof LakebenchError) return cause;
  const reason = cause instanceof Deno.errors.AlreadyExists
    ? "it exists"
    : cause instanceof Error
    ? cause.message
    : String(cause);
  return new LakebenchError("dump_invalid", `${path} can't be written: ${reason}`, { cause });
}
