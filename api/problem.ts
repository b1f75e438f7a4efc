/** Errors as RFC 9457 problem documents. */
import { HttpError } from "fresh";
import { ulid } from "ulid";
import { type ErrorCode, type FieldProblem, LakebenchError } from "../engine/errors.ts";
import { log } from "../log.ts";
import { RequestError, type RequestErrorCode } from "./request_error.ts";

/** Everything that an answer can say is wrong. */
export type ProblemCode =
  | ErrorCode
  | RequestErrorCode
  | "request_refused"
  | "internal_error";

/** The media type of a problem document. */
export const PROBLEM_TYPE = "application/problem+json";

interface ProblemKind {
  readonly status: number;
  /** The same for every problem of its kind. */
  readonly title: string;
}

/** Status and title of every code: the one place that says how an error is answered. */
export const PROBLEMS: Readonly<Record<ProblemCode, ProblemKind>> = {
  config_invalid: { status: 400, title: "The configuration is not valid" },
  parameter_invalid: { status: 400, title: "A parameter is not valid" },
  body_invalid: { status: 400, title: "The body is not valid" },
  json_invalid: { status: 400, title: "The body is not JSON" },
  edit_invalid: { status: 400, title: "The edit is not valid" },
  dump_invalid: { status: 400, title: "The dump is not valid" },
  cursor_invalid: { status: 400, title: "The cursor is not valid" },
  request_refused: { status: 400, title: "The request is refused" },
  forbidden: { status: 403, title: "The request is not allowed" },
  path_not_found: { status: 404, title: "There is nothing at this path" },
  run_not_found: { status: 404, title: "There is no such run" },
  target_not_found: { status: 404, title: "There is no such target" },
  result_not_ready: { status: 404, title: "The run has no result yet" },
  result_absent: { status: 404, title: "The run left no result" },
  method_not_allowed: { status: 405, title: "The path does not answer this method" },
  run_running: { status: 409, title: "The run is running" },
  run_finished: { status: 409, title: "The run has ended" },
  run_exists: { status: 409, title: "The run is there already" },
  lease_lost: { status: 409, title: "The run was taken over" },
  store_not_empty: { status: 409, title: "The store is not empty" },
  target_busy: { status: 409, title: "The target is in use" },
  table_not_ours: { status: 409, title: "A table of that name is not Lakebench's" },
  body_too_large: { status: 413, title: "The body is too large" },
  run_too_large: { status: 413, title: "The run is too large to keep" },
  media_type_unsupported: { status: 415, title: "The content type is not supported" },
  idempotency_key_reused: { status: 422, title: "The idempotency key was used before" },
  target_unfit: { status: 422, title: "The target can't hold what is asked" },
  upgrade_required: { status: 426, title: "The path speaks WebSocket" },
  internal_error: { status: 500, title: "Something broke" },
  load_failed: { status: 500, title: "Loading failed" },
  run_failed: { status: 500, title: "The run failed" },
  threshold_failed: { status: 500, title: "A threshold failed" },
  run_invalid: { status: 500, title: "The run is invalid" },
  target_refused: { status: 502, title: "The target refuses" },
  store_busy: { status: 503, title: "The store is busy" },
  store_unusable: { status: 503, title: "The store can't be used" },
  unavailable: { status: 503, title: "The server can't answer now" },
};

/** What Fresh and the app's middlewares throw by status. */
const CODES_BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  403: "forbidden",
  404: "path_not_found",
  405: "method_not_allowed",
  413: "body_too_large",
  415: "media_type_unsupported",
  426: "upgrade_required",
  503: "unavailable",
};

/** A problem as it is sent; the schema that describes it is in `schemas.ts`. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** The path that was asked for; of an unexpected error, the id that the server's log has it under. */
  readonly instance: string;
  readonly code: ProblemCode;
  readonly hint?: string;
  readonly errors: readonly ProblemField[];
}

/** A {@linkcode FieldProblem} in JSON: what was not given is null. */
export interface ProblemField extends Omit<FieldProblem, "value"> {
  readonly value: unknown;
}

/** Where a problem's code is explained. */
export function problemType(code: ProblemCode): string {
  return `/api/docs#${code}`;
}

/**
 * The answer to an error: what was meant for the client, in its words; of anything else only an id,
 * under which it is logged.
 */
export function problemForError(error: unknown, req: Request): Response {
  const { document, headers = {} } = describe(error, new URL(req.url));
  return new Response(req.method === "HEAD" ? null : `${JSON.stringify(document)}\n`, {
    status: document.status,
    headers: { ...headers, "Content-Type": PROBLEM_TYPE, "Cache-Control": "no-store" },
  });
}

interface Described {
  readonly document: ProblemDocument;
  readonly headers?: Readonly<Record<string, string>>;
}

function describe(error: unknown, { pathname }: URL): Described {
  if (error instanceof LakebenchError || error instanceof RequestError) {
    const { code, message, hint, fields } = error;
    if (PROBLEMS[code].status >= 500) log("error", `A request of ${pathname} failed`, { error });
    const headers = error instanceof RequestError ? error.headers : {};
    return { document: documentOf(code, message, pathname, { hint, fields }), headers };
  }
  if (error instanceof HttpError && error.status < 500) {
    const code = CODES_BY_STATUS[error.status] ?? "request_refused";
    const document = documentOf(code, sentence(error), pathname);
    return { document: { ...document, status: error.status } };
  }
  const id = ulid();
  log("error", `A request of ${pathname} failed`, { id, error });
  const detail = `The server met an error that it didn't expect. Its log has it as ${id}.`;
  return { document: documentOf("internal_error", detail, `urn:ulid:${id}`) };
}

function documentOf(
  code: ProblemCode,
  detail: string,
  instance: string,
  { hint, fields = [] }: { hint?: string | undefined; fields?: readonly FieldProblem[] } = {},
): ProblemDocument {
  return {
    type: problemType(code),
    ...PROBLEMS[code],
    detail,
    instance,
    code,
    ...(hint !== undefined && { hint }),
    errors: fields.map(({ field, message, limit, value }) => ({
      field,
      message,
      limit,
      value: shown(value),
    })),
  };
}

/** Long values would make the answer as large as the request. */
function shown(value: unknown): unknown {
  if (value === undefined) return null;
  const text = JSON.stringify(value) ?? "null";
  return text.length <= 200 ? value : `${text.slice(0, 200)}…`;
}

function sentence({ message, status }: HttpError): string {
  return message === "" ? PROBLEMS[CODES_BY_STATUS[status] ?? "request_refused"].title : message;
}
