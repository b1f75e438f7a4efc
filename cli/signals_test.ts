import assert from "node:assert/strict";
import { fakeSignals } from "./fake_signals.ts";
import { type EndingSignal, Interruption } from "./signals.ts";

const now = () => 0;

Deno.test("Interruption aborts at the first signal and tells its exit code", () => {
  for (const [name, code] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
    const source = fakeSignals();
    using interruption = new Interruption({ onInsist: () => assert.fail(), now, source });
    assert.equal(interruption.signal.aborted, false);
    assert.equal(interruption.exitCode, undefined);
    source.send(name);
    assert.equal(interruption.signal.aborted, true);
    assert.equal(interruption.exitCode, code);
  }
});

Deno.test("Interruption insists at each later signal, whichever it is", () => {
  const { insisted, at } = insistence();
  at(0, "SIGINT");
  at(1000, "SIGINT");
  at(2500, "SIGTERM");
  assert.deepEqual(insisted, [130, 143]);
});

Deno.test("Interruption takes signals within a second for one, as deno task passes Ctrl-C on twice", () => {
  const { insisted, at } = insistence();
  at(5000, "SIGINT");
  at(5000, "SIGINT");
  at(5001, "SIGTERM");
  at(5999, "SIGINT");
  assert.deepEqual(insisted, []);
  at(6000, "SIGINT");
  at(6001, "SIGINT");
  assert.deepEqual(insisted, [130]);
});

/** An interruption whose signals come at given milliseconds, and the exit codes insisted on. */
function insistence() {
  const source = fakeSignals();
  const insisted: number[] = [];
  let ms = 0;
  new Interruption({ onInsist: (code) => insisted.push(code), now: () => ms, source });
  return {
    insisted,
    at: (time: number, name: EndingSignal) => {
      ms = time;
      source.send(name);
    },
  };
}

Deno.test("Interruption leaves signals to the system once it is disposed", () => {
  const source = fakeSignals();
  {
    using _interruption = new Interruption({ onInsist: () => {}, now, source });
    assert(source.listeners > 0);
  }
  assert.equal(source.listeners, 0);
});
