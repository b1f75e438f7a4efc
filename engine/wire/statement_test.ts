import assert from "node:assert/strict";
import type { Connection } from "./connection.ts";
import type { ServerError } from "./errors.ts";
import type { ParameterValue } from "./statement.ts";
import { parameterText } from "./statement.ts";
import { testWithServer, withConnection } from "./testing.ts";

testWithServer(
  "PreparedStatement sends each value so that the server takes it",
  async (t, server) => {
    await withConnection(server.settings, async (connection) => {
      let names = 0;
      /** What the server makes of a parameter of that type: its text, or the SQLSTATE of its refusal. */
      const roundTrip = async (type: string, values: readonly ParameterValue[]) => {
        const statement = await connection.prepare(`s${names++}`, `SELECT $1::${type}::text`);
        const outcomes: (string | null | undefined)[] = [];
        for (const value of values) {
          statement.append(connection.out, [value], [0]);
          outcomes.push(await run(connection));
        }
        return outcomes;
      };

      await t.step("int2 and int4, with refusals in the server's words", async () => {
        const small = [0, -1, 32767, -32768, null, "12", 32768, -32769, 1.5, "x", 7n];
        assert.deepEqual(await roundTrip("int2", small), [
          ...["0", "-1", "32767", "-32768", null, "12", "22003", "22003", "22P02", "22P02", "7"],
        ]);
        const whole = [
          0,
          -1,
          2147483647,
          -2147483648,
          null,
          2147483648,
          -2147483649,
          NaN,
          1.5,
          "x",
          9n,
        ];
        assert.deepEqual(await roundTrip("int4", whole), [
          ...["0", "-1", "2147483647", "-2147483648", null],
          ...["22003", "22003", "22P02", "22P02", "22P02", "9"],
        ]);
      });

      await t.step("int8 over its whole range", async () => {
        const exact = [
          ...[
            0,
            1,
            -1,
            2 ** 31,
            -(2 ** 31),
            2 ** 32 - 1,
            2 ** 32,
            2 ** 32 + 1,
            -(2 ** 32),
            -(2 ** 32) - 1,
          ],
          ...[Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER],
          ...[2n ** 53n + 1n, -(2n ** 53n) - 1n, 2n ** 63n - 1n, -(2n ** 63n), 0n, 5n],
        ];
        assert.deepEqual(await roundTrip("int8", exact), exact.map(String));
        assert.deepEqual(await roundTrip("int8", [null, "17"]), [null, "17"]);
        const refusedOnes = [2n ** 63n, -(2n ** 63n) - 1n, 2n ** 64n, 2 ** 63, 1.5, "x", true];
        assert.deepEqual(await roundTrip("int8", refusedOnes), [
          ...["22003", "22003", "22003", "22003", "22P02", "22P02", "22P02"],
        ]);
        // Beyond 2^53 a number is no longer exact, and still goes as the digits it shows.
        assert.deepEqual(await roundTrip("int8", [2 ** 53, 1e18]), [String(2 ** 53), String(1e18)]);
      });

      await t.step("oid over its whole range", async () => {
        const values = [0, 2147483648, 4294967295, null, 4294967296];
        assert.deepEqual(await roundTrip("oid", values), [
          "0",
          "2147483648",
          "4294967295",
          null,
          "22003",
        ]);
      });

      await t.step("float8 and float4", async () => {
        const doubles = [0.1, -1.5, 1e308, 5e-324, 3, { value: 0.1 }, { value: 7 }, null, "2.5"];
        assert.deepEqual(await roundTrip("float8", doubles), [
          ...["0.1", "-1.5", "1e+308", "5e-324", "3", "0.1", "7", null, "2.5"],
        ]);
        const special = [NaN, Infinity, -Infinity, { value: NaN }];
        assert.deepEqual(await roundTrip("float8", special), [
          "NaN",
          "Infinity",
          "-Infinity",
          "NaN",
        ]);
        assert.deepEqual(await roundTrip("float8", ["x"]), ["22P02"]);
        const singles = [0.1, { value: 0.5 }, Infinity, null, 1e39, { value: -1e39 }];
        assert.deepEqual(await roundTrip("float4", singles), [
          ...["0.1", "0.5", "Infinity", null, "22003", "22003"],
        ]);
      });

      await t.step("bool", async () => {
        const values = [true, false, null, "yes", 1, 0, "maybe"];
        assert.deepEqual(await roundTrip("bool", values), [
          ...["true", "false", null, "true", "true", "false", "22P02"],
        ]);
      });

      await t.step("types without a fixed width, as text", async () => {
        assert.deepEqual(
          await roundTrip("text", ["", "é\u{1f511}'\\", "x".repeat(100_000), 1, 2n, true, null]),
          ["", "é\u{1f511}'\\", "x".repeat(100_000), "1", "2", "true", null],
        );
        const long = "12345678901234567890.123456789";
        assert.deepEqual(
          await roundTrip("numeric", [long, 1.25, -3, { value: 0.1 }, 10n ** 20n, "x"]),
          [
            ...[long, "1.25", "-3", "0.1", "100000000000000000000", "22P02"],
          ],
        );
        const instant = "2026-02-03 04:05:06.789";
        assert.deepEqual(await roundTrip("timestamp", [instant, null, "soon"]), [
          instant,
          null,
          "22007",
        ]);
      });

      await t.step("parameters of several types, taken from the slots that are named", async () => {
        const sql =
          "SELECT concat_ws('|', $1::int4, $2::int8, $3::float8, $4::bool, $5::text, $6::int4)";
        const statement = await connection.prepare("several", sql);
        assert.deepEqual(statement.parameterTypes, [23, 20, 701, 16, 25, 23]);
        assert.deepEqual(statement.columns, ["concat_ws"]);
        const values = ["unused", true, "text", 0.5, 2n ** 60n, -4];
        statement.append(connection.out, values, [5, 4, 3, 1, 2, 5]);
        assert.equal(await run(connection), "-4|1152921504606846976|0.5|t|text|-4");
      });

      await t.step("a value that was never assigned is NULL", async () => {
        const statement = await connection.prepare("unassigned", "SELECT $1::int4 IS NULL");
        statement.append(connection.out, [undefined], [0]);
        assert.equal(await run(connection), "t");
        statement.append(connection.out, [], [3]);
        assert.equal(await run(connection), "t");
      });

      await t.step(
        "many statements are patched one after another without touching each other",
        async () => {
          const statement = await connection.prepare(
            "adding",
            "SELECT $1::int8 + $2::int4, $3::float8",
          );
          const sums: string[] = [];
          await connection.query("CREATE TEMP TABLE sums (a int8, b float8)");
          const insert = await connection.prepare(
            "insert",
            "INSERT INTO sums VALUES ($1::int8 + $2::int4, $3)",
          );
          assert.deepEqual(insert.columns, []);
          for (let i = 0; i < 2000; i++) {
            insert.append(connection.out, [i * 2 ** 33, -i, i / 2], [0, 1, 2]);
            sums.push(`${i * 2 ** 33 - i}|${i / 2}`);
          }
          connection.sync();
          await connection.exchange(1);
          assert.deepEqual(connection.failures, []);
          const { rows } = await connection.query("SELECT a, b FROM sums ORDER BY a");
          assert.deepEqual(rows.map((row) => row.join("|")), sums);
          assert.equal(statement.columns.length, 2);
        },
      );

      await t.step("a statement without parameters, and one of no text", async () => {
        const one = await connection.prepare("one", "SELECT 1");
        const none = await connection.prepare("none", "");
        none.append(connection.out, [], []);
        one.append(connection.out, [], []);
        assert.equal(await run(connection), "1");
      });

      await t.step("prepareAll() describes each, and fails as a whole", async () => {
        const [first, second, third] = await connection.prepareAll([
          { name: "a1", sql: "SELECT $1::int4 AS x, 2 AS y" },
          { name: "a2", sql: "DELETE FROM sums WHERE a = $1" },
          { name: "a3", sql: "SELECT $1::bool, $2::text AS z" },
        ]);
        assert.deepEqual([first?.parameterTypes, first?.columns], [[23], ["x", "y"]]);
        assert.deepEqual([second?.parameterTypes, second?.columns], [[20], []]);
        assert.deepEqual([third?.parameterTypes, third?.columns], [[16, 25], ["bool", "z"]]);
        assert.deepEqual(await connection.prepareAll([]), []);
        await assert.rejects(
          connection.prepareAll([{ name: "b1", sql: "SELECT 1" }, { name: "b2", sql: "SELEC" }]),
          { name: "PrepareError", sqlstate: "42601", index: 1 },
        );
        assert.equal((await connection.query("SELECT 5")).rows[0]?.[0], "5");
      });

      await t.step("a wrong statement is refused, a taken name too", async () => {
        await assert.rejects(connection.prepare("wrong", "SELECT nowhere"), { sqlstate: "42703" });
        await assert.rejects(connection.prepare("one", "SELECT 1"), { sqlstate: "42P05" });
      });
    });
  },
);

Deno.test("parameterText() shows doubles with 15 digits and the rest as they are", () => {
  assert.equal(parameterText({ value: 0.1 + 0.2 }), "0.3");
  assert.equal(parameterText({ value: 3 }), "3");
  assert.equal(parameterText(0.1 + 0.2), "0.30000000000000004");
  assert.equal(parameterText(2n ** 63n), "9223372036854775808");
  assert.equal(parameterText(true), "true");
});

/** Sends what was appended; the value it gave, or the SQLSTATE. */
async function run(connection: Connection): Promise<string | null | undefined> {
  connection.sync();
  await connection.exchange(1, true);
  const failure: ServerError | undefined = connection.failures[0];
  return failure === undefined ? connection.result.rows[0]?.[0] : failure.sqlstate;
}
