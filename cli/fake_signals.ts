/** Signals for tests, sent by hand. */
import type { EndingSignal, SignalSource } from "./signals.ts";

export interface FakeSignals extends SignalSource {
  send(signal: EndingSignal): void;
  /** How many listeners there are. */
  readonly listeners: number;
}

export function fakeSignals(): FakeSignals {
  const listeners = new Set<{ signal: EndingSignal; listener: () => void }>();
  return {
    add: (signal, listener) => void listeners.add({ signal, listener }),
    remove(signal, listener) {
      for (const entry of listeners) {
        if (entry.signal === signal && entry.listener === listener) listeners.delete(entry);
      }
    },
    send(signal) {
      for (const entry of [...listeners]) if (entry.signal === signal) entry.listener();
    },
    get listeners() {
      return listeners.size;
    },
  };
}
