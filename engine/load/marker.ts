/**
 * How a table says that this tool made it: JSON in its COMMENT. It is there from the moment the
 * table is (same transaction), so a table of ours is never without one and one without is not ours.
 *
 * `loading`: being filled, or left by a load that was interrupted; never used, rebuilt.
 * `complete`: as the load left it.
 * `modified`: a workload that writes has begun on it since.
 */
import { z } from "zod";
import type { Table } from "./table.ts";

/** Raised when the rows or columns that a load makes change. */
const SCHEMA_VERSION = 1;

export type MarkerState = "loading" | "complete" | "modified";

const AnyMarker = z.looseObject({ tool: z.literal("lakebench") });
const CurrentMarker = z.object({
  tool: z.literal("lakebench"),
  schema_version: z.literal(SCHEMA_VERSION),
  set: z.enum(["lakebase", "pgbench"]),
  rows: z.number(),
  scale: z.number().optional(),
  /** Of the run that loaded the table: a record. No row depends on it, so reuse doesn't either. */
  seed: z.number(),
  state: z.enum(["loading", "complete", "modified"]),
});
export type Marker = z.infer<typeof CurrentMarker>;

/** What a comment says: not ours, ours but of another version, or a marker. */
export function readMarker(comment: string | null): "not_ours" | "unknown_version" | Marker {
  let json: unknown;
  try {
    json = JSON.parse(comment ?? "null");
  } catch {
    return "not_ours";
  }
  if (!AnyMarker.safeParse(json).success) return "not_ours";
  const current = CurrentMarker.safeParse(json);
  return current.success ? current.data : "unknown_version";
}

/** The marker of a table in the given state. */
export function markerOf(table: Table, seed: number, state: MarkerState): Marker {
  return {
    tool: "lakebench",
    schema_version: SCHEMA_VERSION,
    set: table.set,
    rows: table.rows,
    ...(table.scale !== undefined && { scale: table.scale }),
    seed,
    state,
  };
}

/** The statement that puts a marker on a table. */
export function commentOn(qualifiedName: string, marker: Marker): string {
  return `COMMENT ON TABLE ${qualifiedName} IS '${JSON.stringify(marker)}'`;
}
