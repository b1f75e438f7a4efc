import assert from "node:assert/strict";
import { Outbox } from "../wire/outbox.ts";
import { COPY_HEADER, COPY_TRAILER } from "./copy_format.ts";
import { numericField } from "./numeric.ts";
import { withServer } from "./test_database.ts";

const onDatabase = withServer();

/** Unscaled value, decimals, and how the server must print it. */
const CASES: [bigint, number, string][] = [
  [0n, 0, "0"],
  [0n, 2, "0.00"],
  [1n, 2, "0.01"],
  [10n, 2, "0.10"],
  [100n, 2, "1.00"],
  [150n, 2, "1.50"],
  [99_850n, 2, "998.50"],
  [1_000_000n, 2, "10000.00"],
  [1_000_001n, 2, "10000.01"],
  [9_999n, 0, "9999"],
  [10_000n, 0, "10000"],
  [100_000_000n, 0, "100000000"],
  [100_000_001n, 0, "100000001"],
  [1n, 4, "0.0001"],
  [1n, 5, "0.00001"],
  [1n, 12, "0.000000000001"],
  [123_456_789n, 5, "1234.56789"],
  [-1n, 2, "-0.01"],
  [-1_234_567n, 3, "-1234.567"],
  [9_999_999_999n, 2, "99999999.99"],
  [-9_999_999_999n, 2, "-99999999.99"],
  [10n ** 40n + 7n, 20, "100000000000000000000.00000000000000000007"],
];

Deno.test("numericField() writes numbers as the server itself writes and prints them", () =>
  onDatabase(async ({ session, rows }) => {
    await session.query("CREATE TABLE n (i int, v numeric)");
    const out = new Outbox();
    CASES.forEach(([unscaled, scale], i) => {
      out.int16(2).int32(4).int32(i);
      numericField(out, unscaled, scale);
    });
    await session.copyBegin("COPY n FROM STDIN WITH (FORMAT binary)");
    await session.copyWrite(COPY_HEADER);
    await session.copyWrite(out.pending());
    await session.copyWrite(COPY_TRAILER);
    assert.equal(await session.copyEnd(), CASES.length);
    assert.deepEqual(
      (await rows("SELECT v FROM n ORDER BY i")).flat(),
      CASES.map(([, , printed]) => printed),
    );
    // The same digits as the server's own parser makes, not only the same value.
    const printed = CASES.map(([, , text], i) => `(${i}, numeric '${text}')`).join();
    assert.deepEqual(
      await rows(`SELECT n.i FROM n JOIN (VALUES ${printed}) AS own (i, v) ON own.i = n.i
        WHERE numeric_send(n.v) <> numeric_send(own.v)`),
      [],
    );
  }));
