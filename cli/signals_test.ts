import assert from "node:assert/strict";
import { fakeSignals } from "./fake_signals.ts";
import { Interruption } from "./signals.ts";

Deno.test("Interruption aborts at the first signal and tells its exit code", () => {
  for (const [name, code] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
    const source = fakeSignals();
    using interruption = new Interruption({ onInsist: () => assert.fail(), source });
    assert.equal(interruption.signal.aborted, false);
    assert.equal(interruption.exitCode, undefined);
    source.send(name);
    assert.equal(interruption.signal.aborted, true);
    assert.equal(interruption.exitCode, code);
  }
});

Deno.test("Interruption insists at each further signal, whichever it is", () => {
  const source = fakeSignals();
  const insisted: number[] = [];
  using _interruption = new Interruption({ onInsist: (code) => insisted.push(code), source });
  source.send("SIGINT");
  source.send("SIGINT");
  source.send("SIGTERM");
  assert.deepEqual(insisted, [130, 143]);
});

Deno.test("Interruption leaves signals to the system once it is disposed", () => {
  const source = fakeSignals();
  {
    using _interruption = new Interruption({ onInsist: () => {}, source });
    assert(source.listeners > 0);
  }
  assert.equal(source.listeners, 0);
});
