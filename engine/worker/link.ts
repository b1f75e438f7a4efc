/** The main thread's end of a load worker. */
import { LakebenchError } from "../errors.ts";
import type { Counts, FromWorker, ToWorker } from "./messages.ts";
import type { StrainCounts } from "./strain.ts";

/** A Web Worker with its messages made into promises. */
export class WorkerLink {
  onSecond: (second: number, counts: Counts, strain: StrainCounts) => void = () => undefined;
  readonly #worker: Worker;
  readonly #index: number;
  #waiting: {
    type: FromWorker["type"];
    resolve: (message: FromWorker) => void;
    reject: (error: Error) => void;
  } | undefined;
  #failure: Error | undefined;

  constructor(index: number) {
    this.#index = index;
    this.#worker = new Worker(new URL("../worker.ts", import.meta.url), {
      type: "module",
      name: `load-${index}`,
    });
    this.#worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#take(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(new LakebenchError("run_failed", `load worker ${index} failed: ${event.message}`));
    };
  }

  send(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  /**
   * Waits for a message of `type`.
   * @throws LakebenchError when the worker fails, or is silent for `timeoutMs`
   */
  async expect<T extends FromWorker["type"]>(
    type: T,
    timeoutMs?: number,
  ): Promise<Extract<FromWorker, { type: T }>> {
    if (this.#failure !== undefined) throw this.#failure;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const message = await new Promise<FromWorker>((resolve, reject) => {
      this.#waiting = { type, resolve, reject };
      if (timeoutMs === undefined) return;
      timer = setTimeout(
        () =>
          this.#fail(new LakebenchError("run_failed", `load worker ${this.#index} fell silent`)),
        timeoutMs,
      );
    }).finally(() => clearTimeout(timer));
    return message as Extract<FromWorker, { type: T }>;
  }

  terminate(): void {
    this.#worker.terminate();
  }

  #take(message: FromWorker): void {
    if (message.type === "second") {
      return this.onSecond(message.second, message.counts, message.strain);
    }
    if (message.type === "failed") {
      const { code, sqlstate, hint } = message;
      return this.#fail(new LakebenchError(code, message.message, { sqlstate, hint }));
    }
    if (message.type === this.#waiting?.type) this.#waiting.resolve(message);
  }

  #fail(error: Error): void {
    this.#failure = error;
    this.#waiting?.reject(error);
  }
}
