import type { MiddlewareFn } from "../handlers.ts";

/**
 * Redirects so that paths always, or never, end with a slash. The root is left alone.
 *
 * @example
 * ```ts
 * app.use(trailingSlashes("never"));
 * ```
 */
export function trailingSlashes<State>(
  mode: "always" | "never",
): MiddlewareFn<State> {
  return async (ctx) => {
    const { pathname, search } = ctx.url;
    const hasSlash = pathname.endsWith("/");
    if (pathname !== "/" && hasSlash !== (mode === "always")) {
      return ctx.redirect(
        `${hasSlash ? pathname.slice(0, -1) : `${pathname}/`}${search}`,
      );
    }
    return await ctx.next();
  };
}
