/** Reason phrases of the status codes that an application throws (RFC 9110 and RFC 6585). */
const REASONS: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  402: "Payment Required",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  406: "Not Acceptable",
  407: "Proxy Authentication Required",
  408: "Request Timeout",
  409: "Conflict",
  410: "Gone",
  411: "Length Required",
  412: "Precondition Failed",
  413: "Content Too Large",
  414: "URI Too Long",
  415: "Unsupported Media Type",
  416: "Range Not Satisfiable",
  417: "Expectation Failed",
  418: "I'm a teapot",
  421: "Misdirected Request",
  422: "Unprocessable Entity",
  423: "Locked",
  424: "Failed Dependency",
  425: "Too Early",
  426: "Upgrade Required",
  428: "Precondition Required",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  451: "Unavailable For Legal Reasons",
  500: "Internal Server Error",
  501: "Not Implemented",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
  505: "HTTP Version Not Supported",
};

/**
 * An error that ends a request with a status code.
 *
 * Without an error page the response body is the message, which is the code's reason phrase when none
 * is given. The message reaches the client: keep secrets in `cause`.
 *
 * @example
 * ```ts
 * throw new HttpError(404);
 * throw new HttpError(403, "Admin access required");
 * ```
 */
export class HttpError extends Error {
  override readonly name = "HttpError";
  /** The HTTP status code. */
  readonly status: number;

  constructor(
    status: number,
    message: string = REASONS[status] ?? "",
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.status = status;
  }
}
