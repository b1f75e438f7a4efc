/** The events of runs over a WebSocket. */
import type { Context } from "fresh";
import type { z } from "zod";
import { log } from "../log.ts";
import type { FeedEvent } from "../store/feed_message.ts";
import type { RunFeeds } from "../store/run_feed.ts";
import type { Store } from "../store/open_store.ts";
import { check } from "./body.ts";
import { readQuery } from "./query.ts";
import { RequestError } from "./request_error.ts";
import { runOf } from "./run_answer.ts";
import { SocketQuery, SocketRequest } from "./schemas.ts";

/** Characters of a client's message. */
const MESSAGE_LIMIT = 4_096;
/** Runs that one socket may name. */
const SUBSCRIPTION_LIMIT = 100;
/** Bytes that wait for a slow client before no more is read for it. */
const BUFFER_BYTES = 256 * 1024;
/** Between two looks at how much still waits, milliseconds. */
const DRAIN_MS = 50;

/** Codes of RFC 6455's registry. */
const GOING_AWAY = 1001;
const INTERNAL_ERROR = 1011;

/** Made once for all viewers. */
const messages = new WeakMap<FeedEvent, string>();

export interface LiveServices {
  readonly store: Pick<Store, "runs" | "events">;
  readonly feeds: RunFeeds;
}

/**
 * Switches a request to a WebSocket that follows the run its query names, or all.
 *
 * @throws RequestError `parameter_invalid`, `forbidden`, `run_not_found`, `upgrade_required`
 */
export async function openSocket<State>(
  ctx: Context<State>,
  services: LiveServices,
): Promise<Response> {
  const { req, url } = ctx;
  refuseForeignPages(req, url);
  const { benchmark_id: id, after = 0 } = readQuery(SocketQuery, url);
  if (id !== undefined) await runOf(services.store, id);
  if (req.headers.get("upgrade")?.toLowerCase() !== "websocket") {
    throw new RequestError("upgrade_required", `${url.pathname} speaks WebSocket.`, {
      hint: "GET /api/benchmarks/{id}/events has the same events without.",
      headers: { Upgrade: "websocket", Connection: "Upgrade" },
    });
  }
  const { socket, response } = ctx.upgrade();
  const live = new LiveSocket(socket, services);
  socket.onopen = () => id === undefined ? live.followAll() : live.follow(id, after);
  socket.onmessage = ({ data }) => live.receive(data);
  socket.onclose = socket.onerror = () => live.leave();
  return response;
}

/** A browser lets any page open a socket to here, and says which one did. */
function refuseForeignPages({ headers }: Request, { host }: URL): void {
  const origin = headers.get("origin");
  if (origin === null || URL.parse(origin)?.host === host) return;
  throw new RequestError("forbidden", "A page of another site may not follow runs.");
}

/** One client: what it follows, until it leaves. */
export class LiveSocket {
  readonly #socket: WebSocket;
  readonly #services: LiveServices;
  readonly #followed = new Map<string, () => void>();
  #leaveAll: (() => void) | null = null;

  constructor(socket: WebSocket, services: LiveServices) {
    this.#socket = socket;
    this.#services = services;
  }

  /** Follows a run from after an event. */
  follow(runId: string, afterSeq: number): void {
    this.#followed.get(runId)?.();
    const leave = this.#services.feeds.subscribe(
      runId,
      afterSeq,
      (events) => this.#sendEvents(events),
      (error) => {
        this.#followed.delete(runId);
        this.#ended(error);
      },
    );
    this.#followed.set(runId, leave);
  }

  /** Follows what runs from now on, and each run that begins. */
  followAll(): void {
    this.#leaveAll ??= this.#services.feeds.arrivals.subscribe(({ runId, isNew }) => {
      if (this.#followed.has(runId)) return;
      if (isNew) return this.follow(runId, 0);
      this.#services.store.events.lastSeq(runId).then((seq) => {
        if (this.#leaveAll !== null && !this.#followed.has(runId)) this.follow(runId, seq);
      }).catch((error) => this.#fail(error));
    }, (error) => this.#ended(error));
  }

  /** Takes a client's message. What is wrong with it is answered, and the socket stays open. */
  async receive(data: unknown): Promise<void> {
    try {
      await this.#obey(requestOf(data));
    } catch (error) {
      if (!(error instanceof RequestError)) return this.#fail(error);
      const { code, message: detail } = error;
      this.#send(JSON.stringify({ type: "error", code, detail }));
    }
  }

  /** Ends everything. */
  leave(): void {
    this.#leaveAll?.();
    this.#leaveAll = null;
    for (const leave of this.#followed.values()) leave();
    this.#followed.clear();
  }

  async #obey({ type, benchmark_id: id, after = 0 }: z.output<typeof SocketRequest>) {
    if (type === "ping") return this.#send('{"type":"pong"}');
    if (type === "unsubscribe") {
      if (id === undefined) this.leave();
      this.#followed.get(id ?? "")?.();
      this.#followed.delete(id ?? "");
    } else if (id === undefined) {
      this.followAll();
    } else {
      if (this.#followed.size >= SUBSCRIPTION_LIMIT && !this.#followed.has(id)) {
        throw new RequestError(
          "body_invalid",
          `benchmark_id may name ${SUBSCRIPTION_LIMIT} runs at a time.`,
        );
      }
      await runOf(this.#services.store, id);
      if (this.#socket.readyState !== WebSocket.OPEN) return;
    }
    this.#send(JSON.stringify({ type: `${type}d`, benchmark_id: id ?? null }));
    if (type === "subscribe" && id !== undefined) this.follow(id, after);
  }

  async #sendEvents(events: readonly FeedEvent[]): Promise<void> {
    for (const event of events) this.#send(messageOf(event));
    while (this.#socket.bufferedAmount > BUFFER_BYTES && this.#isOpen) {
      await new Promise((resolve) => setTimeout(resolve, DRAIN_MS));
    }
  }

  get #isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  #send(text: string): void {
    if (this.#isOpen) this.#socket.send(text);
  }

  /** A run's end leaves the socket open. */
  #ended(error: unknown): void {
    if (error !== undefined) return this.#fail(error);
    if (!this.#services.feeds.isClosed) return;
    this.leave();
    this.#socket.close(GOING_AWAY, "The server ends");
  }

  #fail(error: unknown): void {
    log("error", "A live socket failed", { error });
    this.leave();
    this.#socket.close(INTERNAL_ERROR, "The server met an error that it didn't expect");
  }
}

function requestOf(data: unknown) {
  if (typeof data !== "string" || data.length > MESSAGE_LIMIT) {
    throw new RequestError("body_invalid", `A message is text of ${MESSAGE_LIMIT} characters.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch (cause) {
    throw new RequestError("json_invalid", "The message is not JSON.", { cause });
  }
  return check(SocketRequest, value, "body_invalid");
}

function messageOf(event: FeedEvent): string {
  let message = messages.get(event);
  if (message === undefined) {
    const id = JSON.stringify(event.run_id);
    message = `{"type":"benchmark_update","benchmark_id":${id},"data":${event.json}}`;
    messages.set(event, message);
  }
  return message;
}
