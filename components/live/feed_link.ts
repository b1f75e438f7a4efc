/** The browser's link to a run's events, which finds its way back where it was. */
import type { RunStatus } from "../../engine/result.ts";
import type { FeedMessage } from "../../store/feed_message.ts";
import { isFinished } from "../../store/finished.ts";

/** Whether events come; `lost` while it is tried again, `gone` when there is no such run any more. */
export type LinkState = "open" | "lost" | "gone";

export interface FeedLinkOptions {
  /** Called for every event once, in order. */
  readonly onEvent: (event: FeedMessage) => void;
  /** The run has ended, and what its log still held was told. */
  readonly onEnd: () => void;
  readonly onState: (state: LinkState) => void;
  /** Between two attempts where the browser has given up, milliseconds. Default 2 000. */
  readonly retryMs?: number;
}

/** Every type of event has its own name in the stream. */
const TYPES: readonly FeedMessage["type"][] = [
  "status",
  "notice",
  "load_progress",
  "preflight",
  "stage_phase",
  "sample",
  "stage_finished",
  "finished",
];
const RETRY_MS = 2_000;

export class FeedLink {
  readonly #run: string;
  readonly #options: FeedLinkOptions;
  #seq: number;
  #source: EventSource | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  /**
   * @param run where the API has the run: `/api/benchmarks/ID`
   * @param afterSeq the last event that is known
   */
  constructor(run: string, afterSeq: number, options: FeedLinkOptions) {
    this.#run = run;
    this.#seq = afterSeq;
    this.#options = options;
    this.#connect();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    this.#source?.close();
  }

  #connect(): void {
    const source = new EventSource(`${this.#run}/events?after=${this.#seq}`);
    this.#source = source;
    source.onopen = () => this.#options.onState("open");
    source.onerror = () => this.#lost(source);
    for (const type of TYPES) {
      source.addEventListener(type, ({ data }) => this.#take(JSON.parse(data)));
    }
  }

  #take(event: FeedMessage): void {
    // After a reconnection the browser asks from its own last event, which may be older than ours.
    if (this.#isClosed || event.seq <= this.#seq) return;
    this.#seq = event.seq;
    this.#options.onEvent(event);
    if (event.type === "finished") this.#end();
  }

  #end(): void {
    this.close();
    this.#options.onEnd();
  }

  /** The browser tries again by itself, unless the server refused it: then there may be no more to come. */
  #lost(source: EventSource): void {
    if (this.#isClosed) return;
    this.#options.onState("lost");
    if (source.readyState === EventSource.CLOSED) this.#ask();
  }

  async #ask(): Promise<void> {
    // What is no answer of the API's, such as a proxy's page or half of one, says as little as none.
    const answer = await fetch(this.#run).then(statusOf).catch(() => undefined);
    if (this.#isClosed) return;
    if (answer === "gone") {
      this.close();
      this.#options.onState("gone");
    } else if (answer !== undefined && isFinished(answer)) {
      this.#end();
    } else {
      this.#retry = setTimeout(() => this.#connect(), this.#options.retryMs ?? RETRY_MS);
    }
  }
}

/** What the API says of the run; undefined where it can't say. */
async function statusOf(response: Response): Promise<RunStatus | "gone" | undefined> {
  const body = await response.json();
  if (response.status === 404) return "gone";
  return response.ok ? body.status : undefined;
}
