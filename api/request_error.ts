/** Errors of a request itself, beside the engine's own. */
import type { FieldProblem } from "../engine/errors.ts";

/** What is wrong with a request. */
export type RequestErrorCode =
  /** A parameter of the path, the query or a header is wrong. */
  | "parameter_invalid"
  /** The body is JSON, but not what is asked for. */
  | "body_invalid"
  /** The body isn't JSON. */
  | "json_invalid"
  | "forbidden"
  | "path_not_found"
  | "run_not_found"
  | "target_not_found"
  /** The run has not ended yet: its result comes with its end. */
  | "result_not_ready"
  /** The run ended without a result. */
  | "result_absent"
  | "method_not_allowed"
  | "body_too_large"
  | "media_type_unsupported"
  /** The path speaks WebSocket only. */
  | "upgrade_required"
  /** The server can't answer now. */
  | "unavailable";

/** What may accompany a {@linkcode RequestError}. */
export interface RequestErrorDetail {
  fields?: readonly FieldProblem[];
  /** What the client can do about it, as a sentence. */
  hint?: string;
  /** Headers that belong to the answer, such as `Allow`. */
  headers?: Readonly<Record<string, string>>;
  cause?: unknown;
}

/** A request that can't be answered as asked. `message` is a sentence for whoever wrote the client. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  readonly code: RequestErrorCode;
  readonly fields: readonly FieldProblem[];
  readonly hint: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: RequestErrorCode, message: string, detail: RequestErrorDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.code = code;
    this.fields = detail.fields ?? [];
    this.hint = detail.hint;
    this.headers = detail.headers ?? {};
  }
}

/** A wrong parameter, named with its limit and value. */
export function parameterError(
  field: string,
  message: string,
  { limit = null, value }: Partial<Pick<FieldProblem, "limit" | "value">> = {},
): RequestError {
  return new RequestError("parameter_invalid", message, {
    fields: [{ field, message, limit, value }],
  });
}
