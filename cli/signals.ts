/** SIGINT and SIGTERM: the first ends the run in order, one that comes later at once. */

/** What a process is told to end with, and its exit code: 128 and the signal's number. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGBREAK: 149 } as const;
export type EndingSignal = keyof typeof EXIT_CODES;

/** Windows knows no SIGTERM. */
const SIGNALS: readonly EndingSignal[] = Deno.build.os === "windows"
  ? ["SIGINT", "SIGBREAK"]
  : ["SIGINT", "SIGTERM"];

/**
 * A signal that follows another by less is the same wish, milliseconds: on Ctrl-C the terminal
 * signals the bench as well as `deno task`, which passes it on.
 */
const REPEAT_MS = 1000;

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
  /** Called at each signal that comes at least a second after the last one heeded. */
  readonly onInsist: (exitCode: number) => void;
  /** A clock in milliseconds; only differences are used. */
  readonly now: () => number;
  readonly source?: SignalSource;
}

/** Listens from when it is made until it is disposed. */
export class Interruption implements Disposable {
  readonly #controller = new AbortController();
  readonly #source: SignalSource;
  readonly #listeners = new Map<EndingSignal, () => void>();
  #exitCode: number | undefined;

  constructor({ onInsist, now, source = processSignals }: InterruptionOptions) {
    this.#source = source;
    let heededAt = -Infinity;
    for (const name of SIGNALS) {
      const listener = () => {
        if (now() - heededAt < REPEAT_MS) return;
        heededAt = now();
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
