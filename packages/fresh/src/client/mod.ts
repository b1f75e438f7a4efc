/**
 * What the browser runs on a page with islands. Bundled, never imported by the server.
 *
 * @module
 */
import { type ComponentType, render } from "preact";
import { deserialize } from "../islands/deserialize.ts";
import type { IslandStates } from "../islands/format.ts";
import { setBuildId } from "../runtime/build_id.ts";
import { outermostIslands } from "./find_islands.ts";
import { PageReader } from "./page_reader.ts";
import { rangeRoot } from "./range_root.ts";

/**
 * Revives the islands of the page.
 *
 * @param islands components by name
 * @param state what the server serialised
 * @param buildId the server's build id
 */
export function boot(
  islands: Record<string, ComponentType>,
  state: string,
  buildId: string,
): void {
  setBuildId(buildId);
  const reader = new PageReader(islands);
  reader.readSlots(deserialize(state, (id) => reader.slot(id)) as IslandStates);
  for (const range of outermostIslands(document)) {
    const island = reader.island(range.start);
    if (island === null) continue;
    try {
      render(island, rangeRoot(range));
    } catch (error) {
      // One island that fails leaves the others alive.
      reportError(error);
    }
  }
}
