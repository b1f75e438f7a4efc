import type { ResolvedFreshConfig } from "./config.ts";
import { HttpError } from "./http_error.ts";
import { logError } from "./log.ts";

/**
 * The response to an error that no error page handled. An {@linkcode HttpError} shows its message; any other
 * error is logged and shows nothing of itself, except to a browser in development.
 *
 * @param liveReload path of the script that reloads the page when the server restarts
 */
export async function toErrorResponse(
  error: unknown,
  req: Request,
  config: ResolvedFreshConfig,
  liveReload: string | null,
): Promise<Response> {
  if (error instanceof HttpError) {
    if (error.status >= 500) logError(error);
    return new Response(error.message, { status: error.status });
  }
  logError(error);
  const wantsPage = req.headers.get("accept")?.includes("text/html") ?? false;
  if (config.mode === "development" && wantsPage) {
    const { errorPage } = await import("./dev/error_page.ts");
    return errorPage(
      error,
      liveReload === null ? null : config.basePath + liveReload,
    );
  }
  return new Response("Internal server error", { status: 500 });
}
