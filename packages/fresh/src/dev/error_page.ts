/** The page that a browser shows for an unhandled error in development. */
import { h } from "preact";
import { renderToString } from "preact-render-to-string";

const STYLE = "body{font:1rem/1.5 system-ui,sans-serif;margin:2rem;color:#1b1b1b;background:#fff}" +
  "pre{overflow:auto;padding:1rem;background:#f3f3f3}";

/**
 * Shows an error with its stack and causes. Never use it in production.
 *
 * @param liveReload URL path of the script that reloads the page when the server restarts
 */
export function errorPage(error: unknown, liveReload: string | null): Response {
  const title = error instanceof Error ? error.message : String(error);
  const html = renderToString(
    h(
      "html",
      { lang: "en" },
      h(
        "head",
        null,
        h("meta", { charset: "utf-8" }),
        h("title", null, title),
        [
          h("style", null, STYLE),
          liveReload === null ? null : h("script", { type: "module", src: liveReload }),
        ],
      ),
      h("body", null, h("h1", null, title), h("pre", null, stackOf(error))),
    ),
  );
  return new Response(`<!DOCTYPE html>${html}`, {
    status: 500,
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Cache-Control": "no-store",
    },
  });
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\nCaused by: ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
