/** The version of the store's layout, and the steps from older ones. */
import { LakebenchError } from "../engine/errors.ts";
import { KEYS } from "./keys.ts";
import type { Kv } from "./kv.ts";

/**
 * A step to the next version. A crash may cut it short, after which it is taken again from its
 * beginning: it must lead to the same from wherever it stopped.
 */
export interface Migration {
  /** The version that it starts from; it leads to the next. */
  readonly from: number;
  apply(kv: Kv): Promise<void>;
}

/** Version of the layout that this Lakebench reads and writes. */
export const STORE_VERSION = 1;

/** All steps, in order. The first layout that was released is version 1. */
export const MIGRATIONS: readonly Migration[] = [];

/**
 * Brings the store to `version`. An empty one is marked as such.
 *
 * @throws LakebenchError `store_unusable` when it is newer, half restored, or no store of Lakebench
 */
export async function migrate(
  kv: Kv,
  migrations: readonly Migration[] = MIGRATIONS,
  version: number = STORE_VERSION,
): Promise<void> {
  let at = await versionOf(kv);
  if (at === null) {
    // Another process may be opening the same new store: one of both writes the version.
    const key = KEYS.schemaVersion;
    await kv.commit({
      checks: [{ key, versionstamp: null }],
      mutations: [{ type: "set", key, value: version }],
    });
    at = await versionOf(kv) ?? version;
  }
  if (at > version) {
    throw new LakebenchError(
      "store_unusable",
      `The store has version ${at}, and this Lakebench reads up to ${version}.`,
      { hint: "Use the newer Lakebench that wrote it, or another KV_PATH." },
    );
  }
  for (; at < version; at++) {
    const step = migrations.find(({ from }) => from === at);
    if (step === undefined) {
      throw new LakebenchError(
        "store_unusable",
        `The store has version ${at}, which this Lakebench can't bring to ${version}.`,
        { hint: "Dump it with the Lakebench that wrote it." },
      );
    }
    await step.apply(kv);
    await kv.write([{ type: "set", key: KEYS.schemaVersion, value: at + 1 }]);
  }
}

/** Null for a store that nothing was written to yet. */
async function versionOf(kv: Kv): Promise<number | null> {
  let { value } = await kv.get(KEYS.schemaVersion);
  if (value === null) {
    const [first] = await kv.entries({ start: [], end: [true] }, { limit: 1 });
    if (first === undefined) return null;
    // Another process may have made it a store between the two readings.
    ({ value } = await kv.get(KEYS.schemaVersion));
  }
  if (typeof value === "number") return value;
  throw new LakebenchError("store_unusable", "The database holds something other than a store.", {
    hint: "Name another file in KV_PATH; an empty or missing one becomes a store.",
  });
}
