/** Opening the sessions of a worker, and opening a lost one again. */
import type { RunConfig } from "../config.ts";
import { LakebenchError } from "../errors.ts";
import { openSession } from "../driver/open_session.ts";
import type { Session, StatementFailure } from "../driver/session.ts";
import type { ConnectionSettings } from "../target/target.ts";
import { CONNECTION_LOST, ConnectionError, ServerError } from "../wire/errors.ts";
import type { Program } from "../workload/program.ts";

/** Sign-ins under way at once in one worker: a server's listen queue is short. */
const PARALLEL_SIGN_INS = 8;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;

export interface Opened {
  readonly sessions: (Session | undefined)[];
  readonly connectMs: number[];
  readonly failures: StatementFailure[];
}

/** Opens sessions for one worker, with the statements of `programs` prepared in each. */
export class SessionOpener {
  readonly #config: Pick<RunConfig, "driver" | "protocol">;
  readonly #settings: ConnectionSettings;
  readonly #programs: readonly Program[];
  readonly #signal: AbortSignal;

  /** @param signal ends attempts under way */
  constructor(
    config: Pick<RunConfig, "driver" | "protocol">,
    settings: ConnectionSettings,
    programs: readonly Program[],
    signal: AbortSignal,
  ) {
    this.#config = config;
    this.#settings = settings;
    this.#programs = programs;
    this.#signal = signal;
  }

  /**
   * Opens `count` sessions. One that fails is told in `failures` and leaves a gap in `sessions`.
   * @throws LakebenchError when a statement can't be prepared: no session would do
   */
  async openAll(count: number): Promise<Opened> {
    const opened: Opened = {
      sessions: Array.from({ length: count }, () => undefined),
      connectMs: [],
      failures: [],
    };
    let next = 0;
    const openOneAfterAnother = async () => {
      while (next < count) {
        const index = next++;
        const start = performance.now();
        let session: Session;
        try {
          session = await openSession(this.#config, this.#settings, this.#signal);
        } catch (error) {
          opened.failures.push(failureOf(error));
          continue;
        }
        await this.#prepare(session);
        opened.connectMs.push(performance.now() - start);
        opened.sessions[index] = session;
      }
    };
    await Promise.all(
      Array.from({ length: Math.min(PARALLEL_SIGN_INS, count) }, openOneAfterAnother),
    );
    return opened;
  }

  /**
   * Opens one session, trying again with growing pauses until `isOver`.
   *
   * @param onFailure hears of every attempt that failed
   * @returns `undefined` when it is over before a session was had
   */
  async reopen(
    isOver: () => boolean,
    onFailure: (failure: StatementFailure) => void,
  ): Promise<Session | undefined> {
    for (
      let pauseMs = FIRST_PAUSE_MS;
      !isOver();
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
    ) {
      try {
        const session = await openSession(this.#config, this.#settings, this.#signal);
        await this.#prepare(session);
        return session;
      } catch (error) {
        if (this.#signal.aborted) return undefined;
        if (error instanceof LakebenchError) throw error;
        onFailure(failureOf(error));
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    return undefined;
  }

  /** A session that can't be prepared is closed: it would stay open on the server. */
  async #prepare(session: Session): Promise<void> {
    try {
      await session.prepare(this.#programs);
    } catch (error) {
      session.close();
      throw error;
    }
  }
}

/** The class and words of whatever ended a connection or an attempt at one. */
export function failureOf(error: unknown): StatementFailure {
  if (error instanceof ServerError || error instanceof ConnectionError) return error;
  return {
    sqlstate: CONNECTION_LOST,
    message: error instanceof Error ? error.message : String(error),
  };
}
