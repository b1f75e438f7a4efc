/** The targets of a command: opened, and closed whatever happens, signals and stray errors included. */
import { within } from "../engine/within.ts";
import type { ResolveOptions } from "../engine/target/resolve.ts";
import type { Target } from "../engine/target/target.ts";
import { printError } from "./error_text.ts";
import type { Surroundings } from "./run_command.ts";
import { Interruption } from "./signals.ts";
import { StrayErrors } from "./stray_errors.ts";

/** How long the start of a target may take to clean up after itself when it is broken off. */
const CLEAN_UP_MS = 5000;

/** From the first target's start until the command has told what came of it. */
export class TargetSession implements Disposable {
  readonly #around: Surroundings;
  readonly #interruption: Interruption;
  readonly #strayErrors: StrayErrors;
  /** Ends what is being started when the process is to end at once. */
  readonly #end = new AbortController();
  readonly #targets: Target[] = [];
  #starting: Promise<Target> | undefined;

  /** @param onStray called before an error that nobody awaited is told, and ends the process */
  constructor(around: Surroundings, onStray: () => void) {
    this.#around = around;
    this.#interruption = new Interruption({
      onInsist: (code) => this.#endAtOnce(code),
      now: around.now,
      ...(around.signals !== undefined && { source: around.signals }),
    });
    this.#strayErrors = new StrayErrors((error) => {
      onStray();
      printError(error, around);
      this.#endAtOnce(1);
    });
  }

  /** Aborts at the first signal: the wish to end in order. */
  get signal(): AbortSignal {
    return this.#interruption.signal;
  }

  /** What the first signal asks to exit with; undefined while there was none. */
  get exitCode(): number | undefined {
    return this.#interruption.exitCode;
  }

  /** @throws LakebenchError when there is no such target or it can't start */
  async open(options: Omit<ResolveOptions, "env" | "signal">): Promise<Target> {
    this.#starting = this.#around.engine.resolveTarget({
      ...options,
      env: this.#around.env,
      signal: AbortSignal.any([this.signal, this.#end.signal]),
    });
    try {
      const target = await this.#starting;
      this.#targets.push(target);
      return target;
    } finally {
      this.#starting = undefined;
    }
  }

  /**
   * Tells what kept a run from beginning.
   *
   * @returns the exit code of a start that was broken off
   * @throws `error`, where nobody broke it off
   */
  failure(error: unknown): number {
    if (this.exitCode !== undefined) {
      this.#around.stderr.write("Interrupted before the run began.\n");
      return this.exitCode;
    }
    // Broken off by a stray error, which was told.
    if (this.#end.signal.aborted) return 1;
    throw error;
  }

  /**
   * Closes the targets, also again while they are being closed. One that can't be closed is told and
   * does not hide what the run came to.
   */
  async close(): Promise<void> {
    await Promise.all(this.#targets.map((target) => this.#closeOne(target)));
  }

  [Symbol.dispose](): void {
    this.#strayErrors[Symbol.dispose]();
    this.#interruption[Symbol.dispose]();
  }

  #endAtOnce(code: number): void {
    // Whoever insists once more doesn't wait for the targets any longer.
    if (this.#end.signal.aborted) return this.#around.exit(code);
    this.#end.abort();
    const starting = this.#starting;
    const late = starting === undefined
      ? Promise.resolve()
      // A start that fails is told where it is awaited.
      : within(CLEAN_UP_MS, starting.then((target) => this.#closeOne(target), () => {}));
    Promise.all([this.close(), late]).finally(() => this.#around.exit(code));
  }

  async #closeOne(target: Target): Promise<void> {
    try {
      await target.close();
    } catch (error) {
      printError(error, this.#around);
    }
  }
}
