import assert from "node:assert/strict";
import { Answers } from "./answers.ts";
import { parseDataRow, parseServerMessage } from "./server_message.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("parseServerMessage() reads every field that is used", () => {
  const body = bytes(
    "SFEHLER\0VERROR\0C23505\0Mduplicate key\0DKey (a)=(1)\0HTry 2\0Fnbtinsert.c\0\0",
  );
  assert.deepEqual(parseServerMessage(body), {
    severity: "ERROR",
    sqlstate: "23505",
    message: "duplicate key",
    detail: "Key (a)=(1)",
    hint: "Try 2",
  });
  assert.equal(parseServerMessage(bytes("SFATAL\0\0")).severity, "FATAL");
});

Deno.test("parseDataRow() tells NULL from the empty string", () => {
  const row = new Uint8Array([0, 3, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 2, 0xc3, 0xa9]);
  assert.deepEqual(parseDataRow(row), [null, "", "é"]);
});

Deno.test("a body that is cut short at any byte is refused, never read past or for ever", () => {
  const bodies = {
    E: bytes("SERROR\0C42601\0Mwhat\0\0"),
    S: bytes("TimeZone\0UTC\0"),
    K: new Uint8Array(4),
    T: new Uint8Array([0, 1, 0x61, 0, ...new Array(18).fill(0)]),
    D: new Uint8Array([0, 1, 0, 0, 0, 2, 0x61, 0x62]),
    C: bytes("SELECT 1\0"),
    t: new Uint8Array([0, 1, 0, 0, 0, 23]),
  };
  for (const [type, body] of Object.entries(bodies)) {
    new Answers().take(type.charCodeAt(0), body, 0);
    for (let length = 0; length < body.length; length++) {
      assert.throws(
        () => new Answers().take(type.charCodeAt(0), body.slice(0, length), 0),
        { name: "ConnectionError", sqlstate: "08P01" },
        `${type} of ${length} bytes`,
      );
    }
  }
});
