/**
 * Web Worker entry: holds its share of a level's connections and sends its share of the load.
 *
 * Its life: waiting → opening → ready → loading → draining → done, and between ready and loading a
 * load that is not measured where the run waits for a steady state. See `worker/messages.ts` for
 * what is said when.
 */
import type { Session } from "./driver/session.ts";
import { explain } from "./failure.ts";
import { ConnectionError } from "./wire/errors.ts";
import { Poller } from "./wire/native/poller.ts";
import { runSteps } from "./wire/wait.ts";
import { compileWorkload } from "./workload/compile.ts";
import type { Evaluation } from "./workload/program.ts";
import type { PgRandom } from "./workload/random.ts";
import { choiceRandom, randomFor, throttleRandom } from "./workload/streams.ts";
import { type Alarm, startAlarm } from "./worker/alarm.ts";
import { Client } from "./worker/client.ts";
import { closedLoop, type LoopContext } from "./worker/closed_loop.ts";
import type { FromWorker, ToWorker, Window } from "./worker/messages.ts";
import { openLoop } from "./worker/open_loop.ts";
import { Pacer } from "./worker/pacer.ts";
import { Schedule } from "./worker/schedule.ts";
import { RetryingClient } from "./worker/retrying_client.ts";
import { isDivided, ScriptTally } from "./worker/script_tally.ts";
import { failureOf, SessionOpener } from "./worker/sessions.ts";
import { Strain } from "./worker/strain.ts";
import { ErrorCounts, Tally } from "./worker/tally.ts";
import { Traffic } from "./worker/traffic.ts";

/** How long operations under way at the window's end are waited for before they count as lost. */
const DRAIN_LIMIT_MS = 30_000;
/** The same when the run was stopped by its user, who waits. */
const STOP_LIMIT_MS = 1_000;
/** What isn't answered this long after a stop, the server is asked to cancel. */
const CANCEL_AFTER_MS = 200;

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
  /** Starts operations on schedule; absent in a closed loop, as is its clock. */
  #pacer: Pacer | undefined;
  #alarm: Alarm | undefined;
  #sessions: (Session | undefined)[] = [];
  /** Those with a loop that isn't over. */
  readonly #loading = new Set<Session>();
  readonly #traffic = new Traffic();
  readonly #strain = new Strain();
  /** Seed of the random draws of the load under way. */
  #seed: number;

  /** @throws LakebenchError when a script does not compile */
  constructor(open: Open) {
    this.#open = open;
    this.#seed = open.seed;
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
    if (this.#open.pacing !== null) this.#alarm = await startAlarm(sessions);
    this.#strain.listen(await startAlarm(sessions));
    const errors = new ErrorCounts();
    for (const failure of failures) errors.add(failure);
    post({ type: "opened", connectMs, failures: errors.list() });
  }

  /** Sends load with draws of its own, so that the measurement does not find its keys cached. */
  async settle(window: Window): Promise<void> {
    this.#seed = (this.#open.seed + 2 ** 31) % 2 ** 32;
    await this.#run(window);
    this.#seed = this.#open.seed;
    post({ type: "settled" });
  }

  /** Ends what {@linkcode settle} began. */
  enough(): void {
    this.#deadline.endMs = -Infinity;
    this.#pacer?.stop();
  }

  /** Loads within the window, closes the connections and tells what there was. */
  async load(window: Window): Promise<void> {
    const { tally, scripts } = await this.#run(window);
    this.close();
    await Promise.all(this.#sessions.map((session) => session?.end()));
    for (const session of this.#sessions) if (session !== undefined) this.#traffic.leave(session);
    Poller.closeOfThread();
    const drained = tally.drained();
    post({
      type: "done",
      warmupOperations: tally.warmupOperations,
      warmupErrors: tally.warmupErrors,
      drained,
      service: tally.service.takeDelta(),
      startLag: this.#pacer?.startLag.takeDelta() ?? null,
      skippedStarts: this.#pacer?.skipped ?? 0,
      droppedStarts: this.#pacer?.dropped ?? 0,
      scripts: scripts?.take() ?? [],
      bytesSent: this.#traffic.bytesSent,
      bytesReceived: this.#traffic.bytesReceived,
    }, [drained.latency.pairs.buffer]);
  }

  /** Sends load from now until the window ends, and tells each second of the window. */
  async #run(window: Window): Promise<LoopContext> {
    const startMs = window.startMs - performance.timeOrigin;
    const seconds = Math.round((window.endMs - window.startMs) / 1000);
    this.#deadline.endMs = this.#aborted.signal.aborted
      ? -Infinity
      : window.endMs - performance.timeOrigin;
    this.#strain.watch(window.startMs);
    const tally = new Tally(startMs, seconds, (second, counts) => {
      const strain = this.#strain.take(this.#pacer?.skipped ?? 0);
      post({ type: "second", second, counts, strain }, [
        counts.latency.pairs.buffer,
        counts.scheduleLag.pairs.buffer,
        strain.loopLagsMs.buffer,
      ]);
    });
    const context: LoopContext = {
      workload: this.#workload,
      choice: choiceRandom(this.#seed, this.#open.clients, this.#open.worker),
      tally,
      scripts: this.#countScripts(startMs, startMs + seconds * 1000),
      pipeline: this.#open.config.pipeline,
      deadline: this.#deadline,
    };
    this.#pacer = this.#startPacer(startMs);
    // A second in which nothing is answered must be told too.
    const tick = setInterval(() => tally.advance(performance.now()), 200);
    const drainLimit = setTimeout(
      () => this.#closeAll(),
      Math.max(0, window.endMs - performance.timeOrigin - performance.now()) + DRAIN_LIMIT_MS,
    );
    try {
      await Promise.all(this.#sessions.map((_, i) => this.#keepLoading(i, context)));
    } finally {
      this.#pacer?.stop();
      this.#strain.rest();
      clearInterval(tick);
      clearTimeout(drainLimit);
    }
    tally.advance(performance.now());
    return context;
  }

  /** Gives up: closes what would outlive the worker, its connections included. */
  abandon(): void {
    this.#closeAll();
    this.close();
    Poller.closeOfThread();
  }

  /** Ends what would outlive the worker: the alarm may be a thread of its own. */
  close(): void {
    this.#alarm?.stop();
    this.#strain.close();
  }

  /** Ends the load at the next answer of each connection. */
  stop(): void {
    this.#deadline.endMs = -Infinity;
    this.#aborted.abort();
    this.#pacer?.stop();
    setTimeout(() => this.#cancelAll(), CANCEL_AFTER_MS);
    setTimeout(() => this.#closeAll(), STOP_LIMIT_MS);
  }

  /** Loads over one connection, and opens it again when it is lost. */
  async #keepLoading(index: number, context: LoopContext): Promise<void> {
    const { firstClient } = this.#open;
    const isOver = () => performance.now() >= this.#deadline.endMs;
    const evaluation = {
      slots: this.#workload.initialSlots(firstClient + index),
      random: randomFor(this.#seed, firstClient + index),
    };
    while (!isOver()) {
      this.#sessions[index] ??= await this.#opener.reopen(
        isOver,
        (failure) => context.tally.failure(performance.now(), failure),
      );
      const session = this.#sessions[index];
      if (session === undefined) return;
      this.#loading.add(session);
      try {
        const client = this.#clientOf(session, evaluation, context);
        await runSteps(
          this.#pacer === undefined
            ? closedLoop(client, context)
            : openLoop(client, context, this.#pacer),
        );
      } catch (error) {
        if (!(error instanceof ConnectionError)) throw error;
        // Closing at a stop is our own doing and no failure of the server's.
        if (!this.#aborted.signal.aborted) {
          context.tally.failure(performance.now(), failureOf(error));
        }
        session.close();
        this.#traffic.leave(session);
        this.#sessions[index] = undefined;
      } finally {
        this.#loading.delete(session);
      }
    }
  }

  #clientOf(
    session: Session,
    evaluation: Evaluation & { readonly random: PgRandom },
    { scripts, tally, deadline }: LoopContext,
  ): Client {
    const { max_tries: maxTries, latency_limit_ms: latencyLimitMs = Infinity } = this.#open.config;
    if (maxTries === 1) return new Client(session, evaluation, scripts);
    const options = { maxTries, latencyLimitMs, tally, deadline };
    return new RetryingClient(session, evaluation, scripts, options);
  }

  /** Operations of a batch are told apart by their place only, so they are not counted by script. */
  #countScripts(startMs: number, endMs: number): ScriptTally | undefined {
    const { programs } = this.#workload;
    const isBatched = this.#open.config.pipeline > 1;
    return isDivided(programs) && !isBatched
      ? new ScriptTally(programs, { startMs, endMs })
      : undefined;
  }

  #startPacer(windowStartMs: number): Pacer | undefined {
    const { pacing, clients, worker } = this.#open;
    if (pacing === null || this.#alarm === undefined) return undefined;
    const random = throttleRandom(this.#seed, clients, worker);
    const schedule = new Schedule(pacing, performance.now(), random);
    return new Pacer(this.#alarm, schedule, pacing, windowStartMs, this.#deadline);
  }

  /** A server doesn't see that its client has left before it has an answer to send. */
  #cancelAll(): void {
    // One that can't be cancelled is closed soon.
    for (const session of this.#loading) session.cancel().catch(() => {});
  }

  #closeAll(): void {
    for (const session of this.#sessions) session?.close();
  }
}

let share: LoadShare | undefined;

scope.onmessage = ({ data }) => {
  if (data.type === "stop") return share?.stop();
  if (data.type === "enough") return share?.enough();
  answer(data)?.catch(fail);
};

function answer(message: Extract<ToWorker, { type: "open" | "settle" | "go" }>) {
  switch (message.type) {
    case "open":
      return open(message);
    case "settle":
      return share?.settle(message.window);
    case "go":
      return share?.load(message.window);
  }
}

async function open(message: Open): Promise<void> {
  share = new LoadShare(message);
  await share.open();
}

function post(message: FromWorker, transfer: Transferable[] = []): void {
  scope.postMessage(message, transfer);
}

/** Says why this worker can't go on: a class instance would lose its class on the way. */
function fail(error: unknown): void {
  share?.abandon();
  const { code, message, sqlstate, hint } = explain(error, "run_failed");
  post({ type: "failed", code, message, sqlstate, hint });
}
