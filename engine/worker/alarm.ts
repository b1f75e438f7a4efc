/** A timer that wakes on time, for starting operations on schedule. */
import type { Session } from "../driver/session.ts";
import { NativeAlarm } from "../wire/native/alarm.ts";
import { Poller } from "../wire/native/poller.ts";
import { Metronome } from "./metronome.ts";

export interface Alarm {
  /** Called once for each instant that was set and not replaced before it came. */
  onTick: () => void;
  /** Sets the next tick, in place of one that is still to come; milliseconds since the epoch. */
  set(instantMs: number): void;
  /** Nothing ticks any more. Safe to call twice. */
  stop(): void;
}

/**
 * The alarm that goes with a worker's sessions: where a poller holds the thread, a thread's message
 * would wait for its turn of the event loop; where none does, the poller's alarm would hold the
 * sessions up.
 */
export async function startAlarm(
  sessions: readonly (Pick<Session, "isPolled"> | undefined)[],
): Promise<Alarm> {
  const poller = Poller.ofThread();
  return poller !== undefined && sessions.some((session) => session?.isPolled)
    ? new NativeAlarm(poller)
    : await Metronome.start();
}
