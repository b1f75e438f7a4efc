/** The embedded server that the runs of one runner share. */
import type { Environment, OnNotice } from "../engine/target/conninfo.ts";
import { type EmbeddedTarget, startEmbedded } from "../engine/target/embedded.ts";
import { KeptInUseError } from "../engine/target/kept_cluster.ts";
import type { Target } from "../engine/target/target.ts";

/** How long a server that no run uses stays up, milliseconds. */
const IDLE_MS = 600_000;

export interface UseOptions {
  /** Aborts the start of the server. */
  readonly signal: AbortSignal;
  readonly onNotice: OnNotice;
}

export interface SharedServerOptions {
  readonly env: Environment;
  /** Default: ten minutes. */
  readonly idleMs?: number;
  /** Hears of a server that can't be stopped when it is idle. */
  readonly onError: (error: unknown) => void;
}

/**
 * An embedded server that stays up between runs, so that the second finds its tables warm. Its data
 * stays on disk when it is stopped: after ten idle minutes, or by {@linkcode SharedServer.stop}.
 */
export class SharedServer {
  readonly #options: SharedServerOptions;
  #server: Promise<EmbeddedTarget> | undefined;
  #users = 0;
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SharedServerOptions) {
    this.#options = options;
  }

  /**
   * The server, started where it doesn't run. Closing the target gives it back and doesn't stop it.
   *
   * @throws LakebenchError `target_refused` when it can't be started; the abort reason
   */
  async use({ signal, onNotice }: UseOptions): Promise<Target> {
    clearTimeout(this.#idle);
    this.#users++;
    let isGivenBack = false;
    const giveBack = () => {
      if (isGivenBack) return;
      isGivenBack = true;
      this.#users--;
      this.#stopWhenIdle();
    };
    try {
      const { kind, description, connection } = await this.#running({ signal, onNotice });
      return { kind, description, connection, close: () => Promise.resolve(giveBack()) };
    } catch (error) {
      giveBack();
      throw error;
    }
  }

  /** Stops the server; what still uses it loses it. Safe to call twice. */
  async stop(): Promise<void> {
    clearTimeout(this.#idle);
    const server = this.#server;
    this.#server = undefined;
    // A start that failed was told to who asked for it.
    const started = await server?.catch(() => undefined);
    await started?.close();
  }

  async #running(options: UseOptions): Promise<EmbeddedTarget> {
    const server = await this.#server?.catch(() => undefined);
    if (server !== undefined && await isListening(server)) return server;
    if (server !== undefined) {
      options.onNotice("warning", "The embedded server had ended; it is started again.");
    }
    await this.stop();
    this.#server = this.#start(options);
    return await this.#server;
  }

  /** One runner at a time can have the kept data. Another on this machine gets a server of its own. */
  async #start({ signal, onNotice }: UseOptions): Promise<EmbeddedTarget> {
    const options = { env: this.#options.env, signal, onNotice };
    try {
      return await startEmbedded({ ...options, keep: true });
    } catch (error) {
      if (!(error instanceof KeptInUseError)) throw error;
      onNotice("warning", `${error.message} This run gets a temporary one beside it.`);
      return await startEmbedded(options);
    }
  }

  #stopWhenIdle(): void {
    if (this.#users > 0) return;
    const { idleMs = IDLE_MS, onError } = this.#options;
    const timer = setTimeout(() => this.stop().catch(onError), idleMs);
    // A process that waits for this alone must be able to end.
    Deno.unrefTimer(timer);
    this.#idle = timer;
  }
}

/** Whether the server still takes connections: it may have crashed or been stopped by hand. */
async function isListening(server: EmbeddedTarget): Promise<boolean> {
  const { host, port } = await server.connection();
  try {
    (await Deno.connect({ hostname: host, port })).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionRefused) return false;
    throw error;
  }
}
