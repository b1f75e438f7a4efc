import type { MiddlewareFn } from "./handlers.ts";
import { internalsOf } from "./context_internals.ts";
import { ASSET_CACHE_BUST_KEY } from "./runtime/build_id.ts";
import type { StaticFile } from "./snapshot.ts";

/** A year, the longest that caches honour. */
const IMMUTABLE = "public, max-age=31536000, immutable";
const NO_STORE = "no-cache, no-store, max-age=0, must-revalidate";

/**
 * Serves the files of `static/` and the islands' scripts; other requests go on.
 *
 * A URL made by `asset()` is cached for a year, and one that carries another build's id redirects to the
 * bare path. Any other is revalidated by its weak ETag. Nothing is cached in development.
 *
 * @example
 * ```ts
 * const app = new App().use(staticFiles()).fsRoutes();
 * ```
 */
export function staticFiles<State>(): MiddlewareFn<State> {
  return async function freshStaticFiles(ctx) {
    const { req, url, config } = ctx;
    const { snapshot } = internalsOf(ctx);
    const pathname = localPath(url.pathname, config.basePath);
    const file = pathname === null ? null : await snapshot.staticFile(pathname);
    if (file === null) return await ctx.next();

    if (req.method !== "GET" && req.method !== "HEAD") {
      return new Response("Method Not Allowed", {
        status: 405,
        headers: { Allow: "GET, HEAD" },
      });
    }
    const cacheKey = url.searchParams.get(ASSET_CACHE_BUST_KEY);
    if (cacheKey !== null && cacheKey !== snapshot.buildId) {
      const bare = new URL(url);
      bare.searchParams.delete(ASSET_CACHE_BUST_KEY);
      return ctx.redirect(bare.pathname + bare.search, 307);
    }

    const headers = new Headers({
      "Content-Type": file.contentType,
      vary: "If-None-Match",
    });
    if (config.mode === "development") {
      headers.set("Cache-Control", NO_STORE);
    } else if (file.immutable || cacheKey !== null) {
      headers.set("Cache-Control", IMMUTABLE);
    } else {
      headers.set("Etag", `W/"${file.hash}"`);
      if (matches(req.headers.get("if-none-match"), file)) {
        return new Response(null, { status: 304, headers });
      }
    }
    headers.set("Content-Length", String(file.size));
    return new Response(req.method === "HEAD" ? null : await file.open(), {
      headers,
    });
  };
}

/** The decoded path below the base path; null when it is outside, or isn't valid UTF-8. */
function localPath(pathname: string, basePath: string): string | null {
  if (basePath !== "" && !pathname.startsWith(`${basePath}/`)) return null;
  try {
    return decodeURIComponent(pathname.slice(basePath.length));
  } catch {
    return null;
  }
}

/** Weak comparison with any of the tags (RFC 9110, 13.1.2). */
function matches(ifNoneMatch: string | null, file: StaticFile): boolean {
  if (ifNoneMatch === null) return false;
  return ifNoneMatch.split(",").some((tag) => {
    const value = tag.trim();
    return value === "*" || value.replace(/^W\//, "") === `"${file.hash}"`;
  });
}
