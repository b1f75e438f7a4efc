/** What error pages answer where programs ask. */
import { HttpError } from "fresh";
import { allowedMethods } from "./operations.ts";
import { problemForError } from "./problem.ts";
import { RequestError } from "./request_error.ts";

/** Whether errors of this path are told as problem documents; the page about the API is a page. */
export function answersProblems(pathname: string): boolean {
  return /^\/(?:api|ws|healthz|metrics)(?:\/|$)/.test(pathname) &&
    !/^\/api(?:\/docs)?\/?$/.test(pathname);
}

/**
 * The problem document for an error of a request to the API; null where a page is to be shown. For the
 * app's error pages, which get what no route answers: unknown paths, wrong methods, forged requests.
 *
 * @param headers of every answer of the app
 */
export function problemAnswer(
  error: unknown,
  req: Request,
  headers: Readonly<Record<string, string>> = {},
): Response | null {
  const { pathname } = new URL(req.url);
  if (!answersProblems(pathname)) return null;
  const response = problemForError(named(error, req.method, pathname), req);
  for (const [name, value] of Object.entries(headers)) {
    if (!response.headers.has(name)) response.headers.set(name, value);
  }
  return response;
}

/** The router's errors in this API's words. */
function named(error: unknown, method: string, pathname: string): unknown {
  if (!(error instanceof HttpError)) return error;
  if (error.status === 404) {
    return new RequestError("path_not_found", `There is nothing at ${pathname}.`, {
      hint: "/api/docs lists what there is.",
    });
  }
  if (error.status !== 405) return error;
  const allowed = allowedMethods(pathname).join(", ");
  return new RequestError(
    "method_not_allowed",
    `${pathname} does not answer ${method.slice(0, 20)}, only ${allowed}.`,
    { headers: { Allow: allowed } },
  );
}
