import { ASSET_CACHE_BUST_KEY, buildId } from "./build_id.ts";

/** A host that no URL names: what resolves to it was a path. */
const PLACEHOLDER = "http://fresh.invalid";

/**
 * Adds the build id to the path of a static file, so that it can be cached for a year.
 * Anything that isn't a path from the root, or has the id already, comes back as it is.
 *
 * @example
 * ```ts
 * asset("/logo.svg"); // "/logo.svg?__frsh_c=8f2c…"
 * ```
 */
export function asset(path: string): string {
  if (
    !path.startsWith("/") || path.startsWith("//") ||
    !URL.canParse(path, PLACEHOLDER)
  ) return path;
  const url = new URL(path, PLACEHOLDER);
  if (
    url.origin !== PLACEHOLDER || url.searchParams.has(ASSET_CACHE_BUST_KEY)
  ) return path;
  url.searchParams.set(ASSET_CACHE_BUST_KEY, buildId());
  return url.pathname + url.search + url.hash;
}

/** Applies {@linkcode asset} to every URL of a `srcset` attribute. A value with parentheses stays as it is. */
export function assetSrcSet(srcset: string): string {
  if (srcset.includes("(")) return srcset;
  return srcset.split(",").map((candidate) => {
    const parts = /^(\s*)(\S+)([\s\S]*)$/.exec(candidate);
    return parts === null ? candidate : `${parts[1]}${asset(parts[2] ?? "")}${parts[3]}`;
  }).join(",");
}
