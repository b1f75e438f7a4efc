/** What a page says of an error. */
import { HttpError } from "fresh";
import { RequestError } from "../api/request_error.ts";
import { type ErrorCode, LakebenchError } from "../engine/errors.ts";

export interface FailureText {
  readonly status: number;
  /** The page's heading. */
  readonly title: string;
  /** What happened and why, where it is known; sentences. */
  readonly message: string;
  /** What to do. */
  readonly advice: string;
}

const KNOWN: Readonly<Record<number, Omit<FailureText, "status">>> = {
  400: {
    title: "That can't be read",
    message: "The address or the form holds something that isn't understood.",
    advice: "Go back and try again.",
  },
  403: {
    title: "Not from here",
    message: "The request came from another site's page, so nothing was done.",
    advice: "Open this page itself and send the form again.",
  },
  404: {
    title: "There is nothing here",
    message: "No page has this address. A run that was here may have been deleted.",
    advice: "The history lists every run that is kept.",
  },
  405: {
    title: "That isn't how this page is asked",
    message: "The address exists, but not for this kind of request.",
    advice: "Open it with a link.",
  },
  413: {
    title: "That is too much",
    message: "What was sent is larger than this server reads.",
    advice: "Send less.",
  },
};

const UNEXPECTED: Omit<FailureText, "status"> = {
  title: "Something broke",
  message: "The server met an error that it didn't expect. Your runs go on without this page.",
  advice: "Try again. If it stays, the server's log says what happened.",
};

/** What is wrong with the request, and not with the server. */
const REFUSED: readonly ErrorCode[] = [
  "cursor_invalid",
  "edit_invalid",
  "config_invalid",
  "run_too_large",
  "idempotency_key_reused",
];
/** What passes when others let go. */
const BUSY: readonly ErrorCode[] = ["store_busy", "store_unusable"];

/** The text for an error. Only what was meant for the visitor is quoted. */
export function failureText(error: unknown): FailureText {
  if (error instanceof LakebenchError) return storeFailure(error);
  if (error instanceof RequestError && error.code === "run_not_found") {
    return failureText(new HttpError(404));
  }
  if (!(error instanceof HttpError)) return { status: 500, ...UNEXPECTED };
  const { status } = error;
  if (status >= 500) return { status, ...UNEXPECTED };
  const known = KNOWN[status] ?? KNOWN[400] ?? UNEXPECTED;
  const isOwn = error.message !== new HttpError(status).message;
  return { status, ...known, message: isOwn ? error.message : known.message };
}

function storeFailure({ code, message, hint }: LakebenchError): FailureText {
  if (BUSY.includes(code)) {
    return { status: 503, title: "Not now", message, advice: hint ?? UNEXPECTED.advice };
  }
  const known = REFUSED.includes(code) ? KNOWN[400] : undefined;
  if (known === undefined) return { status: 500, ...UNEXPECTED };
  const sentence = /[.!?]$/.test(message) ? message : `${message}.`;
  return { status: 400, ...known, message: sentence, advice: hint ?? known.advice };
}
