import { internalsOf } from "../context_internals.ts";
import type { MiddlewareFn } from "../handlers.ts";
import { withMutableHeaders } from "../mutable_headers.ts";

/** How to set the policy. */
export interface CSPOptions {
  /** Report violations without blocking. Default: false. */
  reportOnly?: boolean;
  /** URL that violations are reported to. */
  reportTo?: string;
  /** Directives to add, or to put in the place of the default of the same name. */
  csp?: string[];
  /** Give inline scripts and styles a nonce, in the place of `'unsafe-inline'`. Default: false. */
  useNonce?: boolean;
}

/** What is allowed unless the options say otherwise. */
const DEFAULT_DIRECTIVES = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "media-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "upgrade-insecure-requests",
];

/** Directives in which a nonce takes the place of `'unsafe-inline'`. */
const NONCE_DIRECTIVES = new Set([
  "default-src",
  "script-src",
  "script-src-elem",
  "style-src",
  "style-src-elem",
  "style-src-attr",
]);

/**
 * Sets the `Content-Security-Policy` header.
 *
 * With `useNonce` the inline scripts and styles of rendered pages carry a nonce that is new for each
 * request. Other responses keep `'unsafe-inline'`.
 *
 * @example
 * ```ts
 * app.use(csp({ useNonce: true, csp: ["img-src 'self' https://images.example.com"] }));
 * ```
 */
export function csp<State>(options: CSPOptions = {}): MiddlewareFn<State> {
  const { reportOnly = false, reportTo, csp: own = [], useNonce = false } = options;
  const byName = new Map<string, string>();
  for (const directive of [...DEFAULT_DIRECTIVES, ...own]) {
    const trimmed = directive.trim().replace(/;$/, "");
    if (trimmed !== "") byName.set(nameOf(trimmed), trimmed);
  }
  if (reportTo !== undefined) {
    byName.set("report-to", "report-to csp-endpoint");
    byName.set("report-uri", `report-uri ${reportTo}`);
  }
  const directives = [...byName.values()];
  const header = reportOnly ? "Content-Security-Policy-Report-Only" : "Content-Security-Policy";

  return async (ctx) => {
    const internals = internalsOf(ctx);
    if (useNonce) internals.wantsNonce = true;
    const response = withMutableHeaders(await ctx.next());
    const { nonce } = internals;
    const value = nonce === null
      ? directives
      : directives.map((directive) => withNonce(directive, nonce));
    response.headers.set(header, value.join("; "));
    if (reportTo !== undefined) {
      response.headers.set("Reporting-Endpoints", `csp-endpoint="${reportTo}"`);
    }
    return response;
  };
}

function withNonce(directive: string, nonce: string): string {
  if (!NONCE_DIRECTIVES.has(nameOf(directive))) return directive;
  return directive.replaceAll("'unsafe-inline'", `'nonce-${nonce}'`);
}

function nameOf(directive: string): string {
  return directive.split(/\s/, 1)[0] ?? "";
}
