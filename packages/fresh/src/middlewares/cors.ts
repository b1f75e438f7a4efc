import type { Context } from "../context.ts";
import type { MiddlewareFn } from "../handlers.ts";
import { withMutableHeaders } from "../mutable_headers.ts";

/** What other origins may do. */
export interface CORSOptions<State = unknown> {
  /** Allowed origins, or a function that gives the one to allow. Default: `*`. */
  origin?:
    | string
    | string[]
    | ((origin: string, ctx: Context<State>) => string | undefined | null);
  /** Default: GET, HEAD, PUT, POST, DELETE, PATCH. */
  allowMethods?: string[] | ((origin: string, ctx: Context<State>) => string[]);
  /** Default: those that the preflight asks for. */
  allowHeaders?: string[];
  /** Seconds that a preflight's answer may be kept. */
  maxAge?: number;
  /** Allow cookies. */
  credentials?: boolean;
  /** Response headers that scripts may read. */
  exposeHeaders?: string[];
}

const DEFAULT_METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH"];

/**
 * Sets the Cross-Origin Resource Sharing headers, and answers preflights with 204.
 *
 * @example
 * ```ts
 * app.use(cors({ origin: "https://example.com", maxAge: 600, credentials: true }));
 * ```
 */
export function cors<State>(
  options: CORSOptions<State> = {},
): MiddlewareFn<State> {
  const {
    origin: allowed = "*",
    allowMethods = DEFAULT_METHODS,
    allowHeaders = [],
  } = options;
  const { maxAge, credentials = false, exposeHeaders = [] } = options;
  const originFor = (origin: string, ctx: Context<State>): string | null => {
    if (typeof allowed === "function") return allowed(origin, ctx) ?? null;
    if (allowed === "*") return "*";
    const list = typeof allowed === "string" ? [allowed] : allowed;
    return list.includes(origin) ? origin : null;
  };

  return async (ctx) => {
    const { req } = ctx;
    const origin = req.headers.get("origin") ?? "";
    const allowOrigin = originFor(origin, ctx);
    const set = (headers: Headers): void => {
      if (allowOrigin !== null) {
        headers.set("Access-Control-Allow-Origin", allowOrigin);
      }
      if (allowed !== "*") headers.append("Vary", "Origin");
      if (credentials) headers.set("Access-Control-Allow-Credentials", "true");
      if (exposeHeaders.length > 0) {
        headers.set("Access-Control-Expose-Headers", exposeHeaders.join(","));
      }
    };
    if (req.method !== "OPTIONS") {
      const response = withMutableHeaders(await ctx.next());
      set(response.headers);
      return response;
    }

    const headers = new Headers();
    set(headers);
    if (maxAge !== undefined) {
      headers.set("Access-Control-Max-Age", String(maxAge));
    }
    const methods = typeof allowMethods === "function" ? allowMethods(origin, ctx) : allowMethods;
    if (methods.length > 0) {
      headers.set("Access-Control-Allow-Methods", methods.join(","));
    }
    const asked = req.headers.get("access-control-request-headers");
    const names = allowHeaders.length > 0 ? allowHeaders : asked?.split(/\s*,\s*/) ?? [];
    if (names.length > 0) {
      headers.set("Access-Control-Allow-Headers", names.join(","));
      headers.append("Vary", "Access-Control-Request-Headers");
    }
    return new Response(null, {
      status: 204,
      statusText: "No Content",
      headers,
    });
  };
}
