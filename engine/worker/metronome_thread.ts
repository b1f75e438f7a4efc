/**
 * Thread entry: sleeps until the instant it was set to and says so. See `metronome.ts`.
 *
 * `Atomics.wait` wakes within a tenth of a millisecond, where an event loop's timers take two; but it
 * blocks its thread, so it needs one of its own.
 */
import { nowMs } from "../clock.ts";
import { NEVER_AGAIN, SETTING, WAKE_AT } from "./metronome.ts";

const scope = self as unknown as {
  onmessage: (event: MessageEvent<SharedArrayBuffer>) => void;
  postMessage(message: null): void;
  close(): void;
};

scope.onmessage = ({ data }) => {
  const settings = new Int32Array(data, 0, 1);
  const instants = new Float64Array(data, 8, 1);
  for (;;) {
    const setting = Atomics.load(settings, SETTING);
    const instantMs = instants[WAKE_AT] ?? NEVER_AGAIN;
    if (Number.isNaN(instantMs)) return scope.close();
    const waitMs = instantMs - nowMs();
    if (waitMs > 0) {
      // A new setting ends the wait: the instant is read again.
      if (Atomics.wait(settings, SETTING, setting, waitMs) !== "timed-out") continue;
    }
    scope.postMessage(null);
    Atomics.wait(settings, SETTING, setting);
  }
};

// Ready: the first message is no tick.
scope.postMessage(null);
