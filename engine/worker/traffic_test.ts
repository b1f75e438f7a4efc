import assert from "node:assert/strict";
import { Traffic } from "./traffic.ts";

Deno.test("Traffic keeps the bytes of every session that is left", () => {
  const traffic = new Traffic();
  traffic.leave({ bytesSent: 10, bytesReceived: 200 });
  traffic.leave({ bytesSent: 5, bytesReceived: 1 });
  assert.equal(traffic.bytesSent, 15);
  assert.equal(traffic.bytesReceived, 201);
});
