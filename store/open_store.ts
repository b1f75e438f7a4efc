/** The store: everything that outlives a process, behind one door. */
import { dirname, join, resolve } from "node:path";
import { LakebenchError } from "../engine/errors.ts";
import { KEYS } from "./keys.ts";
import { Kv } from "./kv.ts";
import { migrate } from "./migrations.ts";
import { Queue } from "./queue.ts";
import { Results } from "./results.ts";
import { RunLog } from "./run_log.ts";
import { Runs } from "./runs.ts";
import { Targets } from "./targets.ts";

export interface StoreOptions {
  /** The leases' clock, ms since 1970 (default `Date.now`). */
  readonly now?: () => number;
  /** Opens a store whose restore was cut short, to restore it again. */
  readonly evenHalfRestored?: boolean;
}

export class Store {
  readonly runs: Runs;
  readonly events: RunLog;
  readonly results: Results;
  readonly queue: Queue;
  readonly targets: Targets;
  /** The database, for what goes over the whole of it: dump, restore, check. */
  readonly kv: Kv;

  constructor(kv: Kv, { now }: StoreOptions = {}) {
    this.kv = kv;
    this.results = new Results(kv);
    this.runs = new Runs(kv, this.results);
    this.events = new RunLog(kv);
    this.queue = new Queue(kv, this.results, now);
    this.targets = new Targets(kv);
  }

  close(): void {
    this.kv.close();
  }
}

/**
 * Opens the store, makes it where there is none, and brings an older one up to date.
 *
 * @param location `:memory:`, a file whose folder is made if need be, or the http(s) URL of a KV Connect
 * service, whose token is in `DENO_KV_ACCESS_TOKEN`
 * @throws LakebenchError `store_unusable`
 */
export async function openStore(location: string, options: StoreOptions = {}): Promise<Store> {
  const kv = await openDatabase(location);
  try {
    await migrate(kv);
    if (!options.evenHalfRestored && (await kv.get(KEYS.restoring)).value !== null) {
      throw new LakebenchError("store_unusable", "A restore of this store was cut short.", {
        hint: "Restore it again with --force.",
      });
    }
    const store = new Store(kv, options);
    await store.runs.removeUnfinished();
    return store;
  } catch (error) {
    kv.close();
    throw error;
  }
}

/**
 * Where the store is when `KV_PATH` doesn't say: `lakebench/store.kv` in the user's data directory.
 *
 * @throws LakebenchError `config_invalid` when no home is known
 */
export function defaultStorePath(env: (name: string) => string | undefined): string {
  const [variable, ...folders] = Deno.build.os === "windows"
    ? ["LOCALAPPDATA"]
    : env("XDG_DATA_HOME")
    ? ["XDG_DATA_HOME"]
    : Deno.build.os === "darwin"
    ? ["HOME", "Library", "Application Support"]
    : ["HOME", ".local", "share"];
  const home = env(variable ?? "HOME");
  if (!home) {
    throw new LakebenchError("config_invalid", `${variable} is not set: no place for the store.`, {
      hint: "Set KV_PATH to a file.",
    });
  }
  return join(home, ...folders, "lakebench", "store.kv");
}

async function openDatabase(location: string): Promise<Kv> {
  const isFile = location !== ":memory:" && !/^https?:\/\//.test(location);
  const place = isFile ? resolve(location) : location;
  try {
    if (isFile) await Deno.mkdir(dirname(place), { recursive: true, mode: 0o700 });
    return await Kv.open(place);
  } catch (cause) {
    if (cause instanceof LakebenchError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LakebenchError("store_unusable", `The store ${location} can't be opened: ${reason}`, {
      hint: "Set KV_PATH to a file that you may write to.",
      cause,
    });
  }
}
