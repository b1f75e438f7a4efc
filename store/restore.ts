/** Reads a dump back into a store. */
import { createHash } from "node:crypto";
import { LakebenchError } from "../engine/errors.ts";
import {
  type DumpCounts,
  DumpEntry,
  DumpFoot,
  DumpHead,
  dumpInvalid,
  DumpTally,
} from "./dump_format.ts";
import { bodyPrefixes, KEYS } from "./keys.ts";
import type { Kv, Mutation } from "./kv.ts";
import { migrate, STORE_VERSION } from "./migrations.ts";
import { reindex } from "./reindex.ts";
import { verify } from "./verify.ts";

export interface RestoreOptions {
  /** Replaces everything that the store holds. */
  readonly force?: boolean;
}

/** Kinds of entries that a dump may have. */
const KINDS = ["target", "run", "configuration", "event", "event_part", "result", "result_part"];

/** What says that this is a store, and a restore under way. */
const KEPT: readonly string[] = [...KEYS.schemaVersion, ...KEYS.restoring];

/**
 * Restores a dump. The file is read twice: nothing is written before all of it was found to be whole.
 * Runs that were running when it was made are `interrupted`, queued ones are queued again. Nobody else
 * may use the store meanwhile; if this is cut short, the store opens only to be restored again.
 *
 * @throws LakebenchError `dump_invalid` for a file that is no dump, damaged or of a newer store;
 * `store_not_empty` without `force`
 */
export async function restore(
  kv: Kv,
  path: string,
  { force = false }: RestoreOptions = {},
): Promise<DumpCounts> {
  const version = await check(path);
  if (!force && !await isEmpty(kv)) {
    throw new LakebenchError("store_not_empty", "The store holds runs or targets already.", {
      hint: "Restore into a new file, or replace all that is stored with --force.",
    });
  }
  const restoring: Mutation = { type: "set", key: KEYS.restoring, value: true };
  await kv.write([restoring]);
  for (const prefix of await prefixesOf(kv)) {
    if (!KEPT.includes(prefix)) await kv.removeAll([prefix]);
  }
  const tally = new DumpTally();
  await kv.write(mutationsOf(path, tally));
  await kv.write([{ type: "set", key: KEYS.schemaVersion, value: version }]);
  await migrate(kv);
  await removeBodiesWithoutRecord(kv);
  await reindex(kv);
  const problems = await verify(kv);
  if (problems.length > 0) {
    throw dumpInvalid(`What was restored doesn't fit together: ${problems.slice(0, 5).join(" ")}`);
  }
  await kv.write([{ type: "delete", key: KEYS.restoring }]);
  return tally.counts((await Deno.stat(path)).size);
}

/** Whether the file is a whole dump. @returns the version of the store's layout in it */
async function check(path: string): Promise<number> {
  const hash = createHash("sha256");
  let version: number | undefined;
  let entries = -1;
  let held: string | undefined;
  for await (const line of linesOf(path)) {
    // The last line is known as such when there is none after it.
    if (held !== undefined) {
      hash.update(`${held}\n`);
      if (entries === -1) version = versionOf(held, path);
      entries++;
    }
    held = line;
  }
  if (version === undefined) {
    throw dumpInvalid(`${path} is no dump: it ends before its first entry.`);
  }
  const foot = DumpFoot.safeParse(json(held ?? ""));
  if (!foot.success) {
    throw dumpInvalid(`${path} is cut short: its last line is missing.`, COPY_AGAIN);
  }
  if (foot.data.entries !== entries || foot.data.sha256 !== hash.digest("hex")) {
    throw dumpInvalid(
      `${path} is damaged: its ${entries} entries don't have the checksum it names.`,
      COPY_AGAIN,
    );
  }
  return version;
}

function versionOf(line: string, path: string): number {
  const head = DumpHead.safeParse(json(line));
  if (!head.success) throw dumpInvalid(`${path} is no dump of Lakebench.`);
  const { store_version, lakebench_version } = head.data;
  if (store_version > STORE_VERSION) {
    throw dumpInvalid(
      `${path} is of store version ${store_version}, and this Lakebench reads up to ${STORE_VERSION}.`,
      `Restore it with Lakebench ${lakebench_version} or newer.`,
    );
  }
  return store_version;
}

async function* mutationsOf(path: string, tally: DumpTally): AsyncGenerator<Mutation> {
  let isFirst = true;
  for await (const line of linesOf(path)) {
    const value = json(line);
    if (isFirst || DumpFoot.safeParse(value).success) {
      isFirst = false;
      continue;
    }
    const entry = DumpEntry.safeParse(value);
    if (!entry.success || !KINDS.includes(String(entry.data.k[0]))) {
      throw dumpInvalid(`${path} has an entry of an unknown kind: ${line.slice(0, 80)}`);
    }
    const { k: key } = entry.data;
    tally.add(key);
    const stored = "b" in entry.data ? Uint8Array.fromBase64(entry.data.b) : entry.data.v;
    yield { type: "set", key, value: stored };
  }
}

async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = "";
  try {
    const file = await Deno.open(path);
    const text = file.readable.pipeThrough(new DecompressionStream("gzip"))
      .pipeThrough(new TextDecoderStream());
    for await (const chunk of text) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw dumpInvalid(`${path} can't be read: ${reason}`, COPY_AGAIN, cause);
  }
  if (rest !== "") yield rest;
}

/** A run that was removed while the dump was made has left bodies in it. */
async function removeBodiesWithoutRecord(kv: Kv): Promise<void> {
  const ids = new Set<string>();
  for (const kind of ["configuration", "event", "event_part", "result", "result_part"]) {
    for (let start: Deno.KvKey = [kind];;) {
      const [first] = await kv.entries({ start, end: [kind, 0] }, { limit: 1 });
      if (first === undefined) break;
      const id = String(first.key[1]);
      ids.add(id);
      start = [kind, `${id}\0`];
    }
  }
  for (const id of ids) {
    if ((await kv.get(KEYS.run(id))).value !== null) continue;
    for (const prefix of bodyPrefixes(id)) await kv.removeAll(prefix);
    await kv.write([{ type: "delete", key: KEYS.result(id) }]);
  }
}

async function isEmpty(kv: Kv): Promise<boolean> {
  const prefixes = await prefixesOf(kv);
  return !prefixes.some((prefix) => KINDS.includes(prefix));
}

/** The first parts of all keys. */
async function prefixesOf(kv: Kv): Promise<string[]> {
  const prefixes: string[] = [];
  for (let start: Deno.KvKey = [];;) {
    const [first] = await kv.entries({ start, end: [0] }, { limit: 1 });
    if (first === undefined) return prefixes;
    const prefix = String(first.key[0]);
    prefixes.push(prefix);
    start = [`${prefix}\0`];
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const COPY_AGAIN = "Copy the file again from where it was made, or make another dump.";
