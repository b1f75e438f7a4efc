/** SIGINT and SIGTERM: the first ends the run in order, the second at once. */

/** What a process is told to end with, and its exit code: 128 and the signal's number. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGBREAK: 149 } as const;
export type EndingSignal = keyof typeof EXIT_CODES;

/** Windows knows no SIGTERM. */
const SIGNALS: readonly EndingSignal[] = Deno.build.os === "windows"
  ? ["SIGINT", "SIGBREAK"]
  : ["SIGINT", "SIGTERM"];

/** Where signals come from: the process, or a test. */
export interface SignalSource {
  add(signal: EndingSignal, listener: () => void): void;
  remove(signal: EndingSignal, listener: () => void): void;
}

const processSignals: SignalSource = {
  add: (signal, listener) => Deno.addSignalListener(signal, listener),
  remove: (signal, listener) => Deno.removeSignalListener(signal, listener),
};

export interface InterruptionOptions {
  /** Called at each signal after the first. */
  readonly onInsist: (exitCode: number) => void;
  readonly source?: SignalSource;
}

/** Listens from when it is made until it is disposed. */
export class Interruption implements Disposable {
  readonly #controller = new AbortController();
  readonly #source: SignalSource;
  readonly #listeners = new Map<EndingSignal, () => void>();
  #exitCode: number | undefined;

  constructor({ onInsist, source = processSignals }: InterruptionOptions) {
    this.#source = source;
    for (const name of SIGNALS) {
      const listener = () => {
        const exitCode = EXIT_CODES[name];
        if (this.#exitCode !== undefined) return onInsist(exitCode);
        this.#exitCode = exitCode;
        this.#controller.abort(new DOMException(`The process received ${name}.`, "AbortError"));
      };
      this.#listeners.set(name, listener);
      source.add(name, listener);
    }
  }

  /** Aborts at the first signal. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** What the first signal asks to exit with; undefined while there was none. */
  get exitCode(): number | undefined {
    return this.#exitCode;
  }

  [Symbol.dispose](): void {
    for (const [name, listener] of this.#listeners) this.#source.remove(name, listener);
    this.#listeners.clear();
  }
}
