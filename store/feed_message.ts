/** An event as viewers get it: in the stream of a run, and as `data` of a WebSocket's message. */
import type { LiveEvent, StoredEvent } from "./live_event.ts";

type Sample = Extract<LiveEvent, { type: "sample" }>;

/** The event's own fields, a sample's without its histogram. */
type Shown =
  | Exclude<LiveEvent, Sample>
  | Omit<Sample, "sample"> & { sample: Omit<Sample["sample"], "histogram"> };

/** Its place in the log and when it was appended, then its own fields. */
export type FeedMessage = { seq: number; at: string } & Shown;

/** An event made ready once for however many viewers. */
export interface FeedEvent {
  readonly run_id: string;
  readonly seq: number;
  readonly type: LiveEvent["type"];
  /** A {@linkcode FeedMessage} on one line. */
  readonly json: string;
}

/** The message of a stored event. */
export function feedMessage({ seq, at, event }: StoredEvent): FeedMessage {
  if (event.type !== "sample") return { seq, at, ...event };
  const { histogram: _, ...sample } = event.sample;
  return { seq, at, ...event, sample };
}

/** Makes a stored event ready. */
export function feedEvent(run_id: string, stored: StoredEvent): FeedEvent {
  const { seq, event: { type } } = stored;
  return { run_id, seq, type, json: JSON.stringify(feedMessage(stored)) };
}
