/** The headers that keep a page from being used by others. */
import type { Context } from "fresh";

/** On every response of the app. Forms send their origin, which the check against forgery reads. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
};

/**
 * What a page may load. Scripts come from here, or carry the request's nonce. Styles may stand in the
 * page: Observable Plot writes them into its charts, and they reach nothing outside.
 *
 * @param nonce of the page's inline scripts; null for a page without any
 */
export function contentSecurityPolicy(nonce: string | null): string {
  return [
    "default-src 'self'",
    `script-src 'self'${nonce === null ? "" : ` 'nonce-${nonce}'`}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** The headers of a page that is rendered outside the middlewares, as error pages are. */
export function errorPageHeaders(): Record<string, string> {
  return {
    ...SECURITY_HEADERS,
    "Content-Security-Policy": contentSecurityPolicy(null),
    "Cache-Control": "no-store",
  };
}

/** The nonce that Fresh's `csp()` gave a page, from the policy it set. */
export function nonceIn(policy: string | null): string | null {
  return /'nonce-([^']+)'/.exec(policy ?? "")?.[1] ?? null;
}

/**
 * Whether a request names this server as its own user does. A page of another site can have its own
 * name lead to this machine (DNS rebinding): its requests then look as if they were of the same origin,
 * but name that site.
 */
export function namesLoopback<State>({ url }: Context<State>): boolean {
  return /^(?:localhost|[\w-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i.test(url.hostname);
}
