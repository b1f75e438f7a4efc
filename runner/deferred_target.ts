/** A target that is opened when the run first asks for it. */
import type { ConnectionSettings, Target } from "../engine/target/target.ts";

/**
 * Opens its target at the first `connection()`, so that one that can't be opened fails the run as one
 * that refuses does.
 */
export class DeferredTarget implements Target {
  readonly kind: Target["kind"];
  readonly description: string;
  readonly #open: () => Promise<Target>;
  #opening: Promise<Target> | undefined;

  constructor(of: Pick<Target, "kind" | "description">, open: () => Promise<Target>) {
    this.kind = of.kind;
    this.description = of.description;
    this.#open = open;
  }

  async connection(): Promise<ConnectionSettings> {
    this.#opening ??= this.#open();
    return await (await this.#opening).connection();
  }

  async close(): Promise<void> {
    // A target that couldn't be opened was told to the run.
    const target = await this.#opening?.catch(() => undefined);
    await target?.close();
  }
}
