import type { Context } from "../context.ts";
import type { MiddlewareFn } from "../handlers.ts";
import { HttpError } from "../http_error.ts";

/** Which origins may send requests that change something. */
export interface CsrfOptions<State = unknown> {
  /** Allowed origins. Default: the origin of the request's own URL. */
  origin?:
    | string
    | string[]
    | ((origin: string, ctx: Context<State>) => boolean);
}

/**
 * Refuses requests with 403 that another site made a browser send.
 *
 * GET, HEAD and OPTIONS pass. So does a request whose `Sec-Fetch-Site` is `same-origin` or `none`, one from
 * an allowed origin, and one with neither header, which no browser sent.
 *
 * @example
 * ```ts
 * app.use(csrf({ origin: ["https://example.com", "https://trusted.example.com"] }));
 * ```
 */
export function csrf<State>(
  options: CsrfOptions<State> = {},
): MiddlewareFn<State> {
  const { origin: allowed } = options;
  const isAllowed = (origin: string, ctx: Context<State>): boolean => {
    if (allowed === undefined) return origin === ctx.url.origin;
    if (typeof allowed === "function") return allowed(origin, ctx);
    return typeof allowed === "string" ? origin === allowed : allowed.includes(origin);
  };
  return async (ctx) => {
    const { method, headers } = ctx.req;
    if (method === "GET" || method === "HEAD" || method === "OPTIONS") {
      return await ctx.next();
    }
    const site = headers.get("sec-fetch-site");
    const origin = headers.get("origin");
    if (site === null && origin === null) return await ctx.next();
    if (site === "same-origin" || site === "none") return await ctx.next();
    if (origin !== null && isAllowed(origin, ctx)) return await ctx.next();
    throw new HttpError(403);
  };
}
