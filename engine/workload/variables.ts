/** The variables that every connection of a level starts with. */
import type { KEY_DISTRIBUTIONS } from "../config.ts";
import type { BuiltinWorkload } from "./builtin.ts";
import { defaultSeed } from "./streams.ts";
import type { Value } from "./value.ts";

/** What the automatic variables are made of. */
export interface VariableSettings {
  /** pgbench's scale. */
  readonly scale: number;
  /** Rows of the Lakebase table. */
  readonly rows: number;
  /** That of the draws: the run's in its first repetition. */
  readonly seed: number;
  /** Connections of the level. */
  readonly clients: number;
}

/**
 * pgbench's automatic variables `scale`, `random_seed` and `default_seed`, and `rows` and
 * `clients` besides. `client_id` is each connection's own: see {@linkcode Workload.initialSlots}.
 */
export function automaticVariables(settings: VariableSettings): Record<string, Value> {
  const { scale, rows, seed, clients } = settings;
  return {
    scale,
    random_seed: seed,
    default_seed: defaultSeed(seed, clients),
    rows,
    clients,
  };
}

/** The automatic variables and those that the scripts of a built-in workload expect. */
export function builtinVariables(
  workload: BuiltinWorkload,
  settings: VariableSettings & { readonly keys: typeof KEY_DISTRIBUTIONS[number] },
): Record<string, Value> {
  const { rows, keys } = settings;
  return {
    ...automaticVariables(settings),
    key_count: Math.min(rows, workload.maxKeys ?? rows),
    sequential_keys: keys === "sequential",
    zipfian_keys: keys === "zipfian",
    /** How far this connection has come in a sequential walk. */
    position: 0,
    /** The row this connection has deleted and not yet put back. */
    missing: 0,
  };
}
