/** The id of the build that serves this page. One value a process on the server, one a page in the browser. */

/** Query parameter that carries the build id. */
export const ASSET_CACHE_BUST_KEY = "__frsh_c";

let current = "";

/** The build id; empty before the server or the page has set it. */
export function buildId(): string {
  return current;
}

/** Sets the build id. */
export function setBuildId(id: string): void {
  current = id;
}
