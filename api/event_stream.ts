/** The events of a run as Server-Sent Events. */
import { log } from "../log.ts";
import type { FeedEvent } from "../store/feed_message.ts";
import type { RunFeeds } from "../store/run_feed.ts";

/** How long a client waits before it connects again, milliseconds. */
const RETRY_MS = 2_000;
/** Between two comments, milliseconds: what lies between keeps the connection open. */
const HEARTBEAT_MS = 15_000;
/** Bytes that wait for a slow client. More is read from the feed when it has taken these. */
const BUFFER_BYTES = 64 * 1024;

const encoder = new TextEncoder();
/** Made once for all viewers. */
const frames = new WeakMap<FeedEvent, Uint8Array<ArrayBuffer>>();

export interface EventStreamOptions {
  /** Milliseconds. */
  readonly heartbeatMs?: number;
}

/** A stream of the run's events after `afterSeq`, which ends with the run. */
export function eventStream(
  feeds: RunFeeds,
  runId: string,
  afterSeq: number,
  { heartbeatMs = HEARTBEAT_MS }: EventStreamOptions = {},
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let stop = () => {};
  let taken = () => {};
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      const hasRoom = () => (controller.desiredSize ?? 0) > 0;
      controller.enqueue(encoder.encode(`retry: ${RETRY_MS}\n\n`));
      const heartbeat = setInterval(() => {
        if (hasRoom()) controller.enqueue(encoder.encode(": heartbeat\n\n"));
      }, heartbeatMs);
      const leave = feeds.subscribe(runId, afterSeq, (events) => {
        for (const event of events) controller.enqueue(frameOf(event));
        if (!hasRoom()) return new Promise((resolve) => taken = resolve);
      }, (error) => {
        clearInterval(heartbeat);
        if (error !== undefined) log("error", "A live feed ended", { run: runId, error });
        controller.close();
      });
      stop = () => {
        clearInterval(heartbeat);
        leave();
      };
    },
    pull: () => taken(),
    cancel: () => stop(),
  }, {
    highWaterMark: BUFFER_BYTES,
    size: ({ byteLength }) => byteLength,
  });
}

function frameOf(event: FeedEvent): Uint8Array<ArrayBuffer> {
  let frame = frames.get(event);
  if (frame === undefined) {
    frame = encoder.encode(`id: ${event.seq}\nevent: ${event.type}\ndata: ${event.json}\n\n`);
    frames.set(event, frame);
  }
  return frame;
}
