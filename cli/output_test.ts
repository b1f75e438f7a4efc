import assert from "node:assert/strict";
import { standardOutput, USUAL_COLUMNS } from "./output.ts";

/** A stream that takes at most `most` bytes at once. */
function stream({ isTerminal = false, most = Infinity } = {}) {
  const bytes: number[] = [];
  return {
    isTerminal: () => isTerminal,
    writeSync(part: Uint8Array) {
      const taken = part.subarray(0, most);
      bytes.push(...taken);
      return taken.length;
    },
    text: () => new TextDecoder().decode(Uint8Array.from(bytes)),
  };
}

function environment(variables: Record<string, string> = {}) {
  return (name: string) => variables[name];
}

Deno.test("standardOutput() redraws and colours on a terminal only", () => {
  const pipe = standardOutput(stream(), environment());
  assert.equal(pipe.canRedraw, false);
  assert.equal(pipe.style.bold("x"), "x");
  assert.equal(pipe.columns(), USUAL_COLUMNS);
  const terminal = standardOutput(stream({ isTerminal: true }), environment());
  assert.equal(terminal.canRedraw, true);
  assert.equal(terminal.style.bold("x"), "\x1b[1mx\x1b[22m");
});

Deno.test("standardOutput() never colours with NO_COLOR, unless it is empty", () => {
  const terminal = stream({ isTerminal: true });
  assert.equal(standardOutput(terminal, environment({ NO_COLOR: "1" })).style.bad("x"), "x");
  assert.notEqual(standardOutput(terminal, environment({ NO_COLOR: "" })).style.bad("x"), "x");
});

Deno.test("standardOutput() takes a dumb terminal for a file", () => {
  const dumb = standardOutput(stream({ isTerminal: true }), environment({ TERM: "dumb" }));
  assert.equal(dumb.canRedraw, false);
  assert.equal(dumb.style.bad("x"), "x");
});

Deno.test("standardOutput() writes all of a text that the stream takes in parts", () => {
  const slow = stream({ most: 3 });
  standardOutput(slow, environment()).write("✓ valid, 12\u202f300 tps\n");
  assert.equal(slow.text(), "✓ valid, 12\u202f300 tps\n");
});

Deno.test("standardOutput() goes on when its reader has left, and tells any other error", () => {
  const failing = (error: Error) => ({
    isTerminal: () => false,
    writeSync: () => {
      throw error;
    },
  });
  standardOutput(failing(new Deno.errors.BrokenPipe()), environment()).write("x");
  const output = standardOutput(failing(new Deno.errors.PermissionDenied("no")), environment());
  assert.throws(() => output.write("x"), /no/);
});
