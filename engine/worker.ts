/**
 * Web Worker entry: holds its share of a level's connections and sends its share of the load.
 *
 * Its life: waiting → opening → ready → loading → draining → done. See `worker/messages.ts` for
 * what is said when.
 */
import { LakebenchError } from "./errors.ts";
import type { Session } from "./driver/session.ts";
import { ConnectionError, ServerError } from "./wire/errors.ts";
import { compileWorkload } from "./workload/compile.ts";
import type { Evaluation } from "./workload/program.ts";
import { choiceRandom, randomFor } from "./workload/streams.ts";
import { Client } from "./worker/client.ts";
import { type LoopContext, runClosedLoop } from "./worker/closed_loop.ts";
import type { FromWorker, ToWorker, Window } from "./worker/messages.ts";
import { failureOf, SessionOpener } from "./worker/sessions.ts";
import { ErrorCounts, Tally } from "./worker/tally.ts";

/** How long operations under way at the window's end are waited for before they count as lost. */
const DRAIN_LIMIT_MS = 30_000;
/** The same when the run was stopped by its user, who waits. */
const STOP_LIMIT_MS = 1_000;

type Open = Extract<ToWorker, { type: "open" }>;

const scope = self as unknown as {
  onmessage: (event: MessageEvent<ToWorker>) => void;
  postMessage(message: FromWorker, transfer?: Transferable[]): void;
  close(): void;
};

/** The part of a level that this worker runs. */
class LoadShare {
  readonly #open: Open;
  readonly #workload;
  readonly #opener: SessionOpener;
  readonly #aborted = new AbortController();
  readonly #deadline = { endMs: Infinity };
  #sessions: (Session | undefined)[] = [];

  /** @throws LakebenchError when a script does not compile */
  constructor(open: Open) {
    this.#open = open;
    this.#workload = compileWorkload(open.workload);
    this.#opener = new SessionOpener(
      open.config,
      open.settings,
      this.#workload.programs,
      this.#aborted.signal,
    );
  }

  /** Opens the connections and tells how that went. */
  async open(): Promise<void> {
    const { sessions, connectMs, failures } = await this.#opener.openAll(this.#open.connections);
    this.#sessions = sessions;
    const errors = new ErrorCounts();
    for (const failure of failures) errors.add(failure);
    post({ type: "opened", connectMs, failures: errors.list() });
  }

  /** Sends load from now until the window ends, and tells each second of the window. */
  async load(window: Window): Promise<void> {
    const startMs = window.startMs - performance.timeOrigin;
    const seconds = Math.round((window.endMs - window.startMs) / 1000);
    this.#deadline.endMs = Math.min(this.#deadline.endMs, window.endMs - performance.timeOrigin);
    const tally = new Tally(startMs, seconds, (second, counts) => {
      post({ type: "second", second, counts }, [counts.latency.pairs.buffer]);
    });
    const context: LoopContext = {
      workload: this.#workload,
      choice: choiceRandom(this.#open.seed, this.#open.clients, this.#open.worker),
      tally,
      pipeline: this.#open.config.pipeline,
      deadline: this.#deadline,
    };
    // A second in which nothing is answered must be told too.
    const tick = setInterval(() => tally.advance(performance.now()), 200);
    const drainLimit = setTimeout(
      () => this.#closeAll(),
      Math.max(0, window.endMs - performance.timeOrigin - performance.now()) + DRAIN_LIMIT_MS,
    );
    try {
      await Promise.all(this.#sessions.map((_, i) => this.#keepLoading(i, context)));
    } finally {
      clearInterval(tick);
      clearTimeout(drainLimit);
    }
    tally.advance(performance.now());
    await Promise.all(this.#sessions.map((session) => session?.end()));
    const drained = tally.drained();
    post({
      type: "done",
      warmupOperations: tally.warmupOperations,
      warmupErrors: tally.warmupErrors,
      drained,
      bytesSent: this.#sum((session) => session.bytesSent),
      bytesReceived: this.#sum((session) => session.bytesReceived),
    }, [drained.latency.pairs.buffer]);
  }

  /** Ends the load at the next answer of each connection. */
  stop(): void {
    this.#deadline.endMs = -Infinity;
    this.#aborted.abort();
    setTimeout(() => this.#closeAll(), STOP_LIMIT_MS);
  }

  /** Loads over one connection, and opens it again when it is lost. */
  async #keepLoading(index: number, context: LoopContext): Promise<void> {
    const { seed, firstClient } = this.#open;
    const isOver = () => performance.now() >= this.#deadline.endMs;
    const evaluation: Evaluation = {
      slots: this.#workload.initialSlots(firstClient + index),
      random: randomFor(seed, firstClient + index),
    };
    while (!isOver()) {
      this.#sessions[index] ??= await this.#opener.reopen(
        isOver,
        (failure) => context.tally.failure(performance.now(), failure),
      );
      const session = this.#sessions[index];
      if (session === undefined) return;
      try {
        await runClosedLoop(new Client(session, evaluation), context);
      } catch (error) {
        if (!(error instanceof ConnectionError)) throw error;
        // Closing at a stop is our own doing and no failure of the server's.
        if (!this.#aborted.signal.aborted) {
          context.tally.failure(performance.now(), failureOf(error));
        }
        session.close();
        this.#sessions[index] = undefined;
      }
    }
  }

  #closeAll(): void {
    for (const session of this.#sessions) session?.close();
  }

  #sum(count: (session: Session) => number): number {
    return this.#sessions.reduce((sum, session) => sum + (session ? count(session) : 0), 0);
  }
}

let share: LoadShare | undefined;

scope.onmessage = ({ data }) => {
  if (data.type === "stop") return share?.stop();
  (data.type === "open" ? open(data) : share?.load(data.window))?.catch(fail);
};

async function open(message: Open): Promise<void> {
  share = new LoadShare(message);
  await share.open();
}

function post(message: FromWorker, transfer: Transferable[] = []): void {
  scope.postMessage(message, transfer);
}

/** Says why this worker can't go on: a class instance would lose its class on the way. */
function fail(error: unknown): void {
  const known = error instanceof LakebenchError;
  post({
    type: "failed",
    code: known ? error.code : "run_failed",
    message: error instanceof Error ? error.message : String(error),
    sqlstate: known || error instanceof ServerError || error instanceof ConnectionError
      ? error.sqlstate
      : undefined,
    hint: known || error instanceof ServerError ? error.hint : undefined,
  });
}
