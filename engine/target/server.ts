/** A running PostgreSQL server: started, listened to, stopped. */
import { LakebenchError } from "../errors.ts";
import { within } from "../within.ts";
import type { PostgresBinaries } from "./binaries.ts";
import { lastLines, spawnProgram } from "./cluster.ts";
import type { ServerUser } from "./server_user.ts";

/** An embedded server listens on loopback only. */
export const HOST = "127.0.0.1";

/** Log lines kept for an error message. */
const LOG_LINES = 200;
/** Another program may take a free port between its choice and its use. */
const PORT_ATTEMPTS = 5;

/** How to end: `fast` leaves the data as after a clean shutdown, `immediate` leaves it to recovery. */
export type StopMode = "fast" | "immediate";

/** Signals to end a server with, and the milliseconds each gets until the next is tried. */
const STOP_SIGNALS: Record<StopMode, readonly (readonly [Deno.Signal, number])[]> = {
  fast: [["SIGINT", 60_000], ["SIGQUIT", 10_000], ["SIGKILL", 10_000]],
  immediate: [["SIGQUIT", 10_000], ["SIGKILL", 10_000]],
};

export interface ServerOptions {
  readonly binaries: PostgresBinaries;
  readonly dataDirectory: string;
  readonly configurationFile: string;
  readonly user: ServerUser | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Gives the port to try next. Default: one that is free. */
  readonly nextPort?: (() => number) | undefined;
}

export class PostgresServer {
  readonly port: number;
  readonly #child: Deno.ChildProcess;
  readonly #log: string[] = [];
  readonly #logEnded: Promise<void>;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #ready = () => {};
  readonly #isReady: Promise<void>;
  #ended = false;

  private constructor(child: Deno.ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
    this.#isReady = new Promise((resolve) => this.#ready = resolve);
    this.#reader = child.stderr.getReader();
    this.#logEnded = this.#readLog();
    child.status.then(() => this.#ended = true);
  }

  /**
   * Starts a server on a free loopback port and waits until it takes connections.
   *
   * @throws LakebenchError `target_refused` with the server's last log lines; the abort reason
   * when aborted
   */
  static async start(options: ServerOptions): Promise<PostgresServer> {
    const { nextPort = freePort } = options;
    for (let attempt = 1;; attempt++) {
      options.signal?.throwIfAborted();
      const server = PostgresServer.#launch(options, nextPort());
      const ready = await server.#untilReady(options.signal);
      if (ready) return server;
      await server.stop("immediate");
      options.signal?.throwIfAborted();
      const log = server.logTail();
      const portTaken = /Address already in use|could not create any TCP\/IP sockets/.test(log);
      if (portTaken && attempt < PORT_ATTEMPTS) continue;
      throw new LakebenchError(
        "target_refused",
        `The embedded PostgreSQL didn't start. Its log ends:\n${lastLines(log, 12)}`,
      );
    }
  }

  static #launch(options: ServerOptions, port: number): PostgresServer {
    const child = spawnProgram(options.binaries.postgres, [
      "-D",
      options.dataDirectory,
      "-c",
      `config_file=${options.configurationFile}`,
      "-c",
      `listen_addresses=${HOST}`,
      "-c",
      `port=${port}`,
      "-c",
      "unix_socket_directories=",
      // The log comes here, and must say when the server is ready.
      "-c",
      "log_destination=stderr",
      "-c",
      "logging_collector=off",
      "-c",
      "log_min_messages=warning",
    ], { user: options.user, stdout: "null" });
    return new PostgresServer(child, port);
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** The last lines of the server's log. */
  logTail(): string {
    return this.#log.join("\n");
  }

  /** Ends the server and waits until it has. Safe to call when it has ended. */
  async stop(mode: StopMode): Promise<void> {
    const steps = Deno.build.os === "windows" ? [["SIGKILL", 10_000] as const] : STOP_SIGNALS[mode];
    for (const [signal, patience] of steps) {
      if (this.#ended) break;
      try {
        this.#child.kill(signal);
      } catch {
        // It ended between the question and the signal.
      }
      await within(patience, this.#child.status);
    }
    if (!this.#ended) throw new Error(`PostgreSQL, process ${this.pid}, doesn't end`);
    // A frozen backend may keep the log open past the server's end.
    await within(1000, this.#logEnded);
    await this.#reader.cancel();
    await this.#logEnded;
  }

  /** True once it takes connections, false when it ended before or the start was aborted. */
  async #untilReady(signal: AbortSignal | undefined): Promise<boolean> {
    const aborted = Promise.withResolvers<false>();
    const abort = () => aborted.resolve(false);
    signal?.addEventListener("abort", abort);
    try {
      if (signal?.aborted) return false;
      return await Promise.race([
        this.#isReady.then(() => true),
        this.#child.status.then(() => false),
        aborted.promise,
      ]);
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }

  async #readLog(): Promise<void> {
    const decoder = new TextDecoder();
    let rest = "";
    for (;;) {
      const { value, done } = await this.#reader.read();
      const lines = (rest + decoder.decode(value, { stream: !done })).split("\n");
      rest = done ? "" : lines.pop() ?? "";
      for (const line of lines) this.#takeLine(line);
      if (done) return;
    }
  }

  #takeLine(line: string): void {
    if (line === "") return;
    this.#log.push(line);
    if (this.#log.length > LOG_LINES) this.#log.shift();
    if (line.includes("database system is ready to accept connections")) this.#ready();
  }
}

/** A port that nothing listened on a moment ago. */
export function freePort(): number {
  const listener = Deno.listen({ hostname: HOST, port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}
