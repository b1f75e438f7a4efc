/** Errors that nobody awaited: without this Deno ends the process with a stack trace, and leaves servers behind. */

/** Calls `onError` instead of ending the process, until disposed. */
export class StrayErrors implements Disposable {
  readonly #onRejection: (event: PromiseRejectionEvent) => void;
  readonly #onError: (event: ErrorEvent) => void;

  constructor(onError: (error: unknown) => void) {
    this.#onRejection = (event) => {
      event.preventDefault();
      onError(event.reason);
    };
    this.#onError = (event) => {
      event.preventDefault();
      onError(event.error);
    };
    globalThis.addEventListener("unhandledrejection", this.#onRejection);
    globalThis.addEventListener("error", this.#onError);
  }

  [Symbol.dispose](): void {
    globalThis.removeEventListener("unhandledrejection", this.#onRejection);
    globalThis.removeEventListener("error", this.#onError);
  }
}
