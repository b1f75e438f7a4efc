/** A timer that wakes within a tenth of a millisecond, for starting operations on schedule. */

/** Positions in the memory shared with the thread: how often it was set, and the instant it was set to. */
export const SETTING = 0;
export const WAKE_AT = 0;
/** In place of an instant: the thread ends. It can't be ended from outside while it waits. */
export const NEVER_AGAIN = NaN;

export class Metronome {
  /** Called once for each instant that was set and not replaced before it came. */
  onTick: () => void = () => undefined;
  readonly #memory = new SharedArrayBuffer(16);
  readonly #settings = new Int32Array(this.#memory, 0, 1);
  readonly #instants = new Float64Array(this.#memory, 8, 1);
  readonly #thread: Worker;

  private constructor(thread: Worker) {
    this.#thread = thread;
    this.#instants[WAKE_AT] = Infinity;
    thread.onmessage = () => this.onTick();
    thread.postMessage(this.#memory);
  }

  /** Starts the thread, which takes a while, and resolves when it can tick on time. */
  static async start(): Promise<Metronome> {
    const thread = new Worker(new URL("./metronome_thread.ts", import.meta.url), {
      type: "module",
      name: "metronome",
    });
    await new Promise((resolve) => thread.onmessage = resolve);
    return new Metronome(thread);
  }

  /** Sets the next tick, in place of one that is still to come; milliseconds since the epoch. */
  set(instantMs: number): void {
    this.#instants[WAKE_AT] = instantMs;
    Atomics.add(this.#settings, SETTING, 1);
    Atomics.notify(this.#settings, SETTING);
  }

  /** Ends the thread. Nothing ticks any more. */
  stop(): void {
    this.onTick = () => undefined;
    this.set(NEVER_AGAIN);
  }
}
