import assert from "node:assert/strict";
import { LakebenchError } from "../errors.ts";
import { compileText, DryConnection, show } from "./testing.ts";

/** The error's first line, and its hint. */
function refusal(text: string): string {
  try {
    compileText(text);
  } catch (error) {
    assert.ok(error instanceof LakebenchError, text);
    assert.equal(error.code, "config_invalid");
    return error.message;
  }
  return "accepted";
}

const REFUSED: [string, RegExp][] = [
  ["\\set", /^test.sql:1:1: \\set needs a variable and an expression/],
  [
    "\\set x",
    /^test.sql:1:7: syntax error, unexpected end of line in \\set\n {2}\\set x\n {8}\^$/,
  ],
  ["\\set 1x 5", /^test.sql:1:6: invalid variable name: "1x"/],
  ["\\set x 1 +", /^test.sql:1:11: syntax error, unexpected end of line/],
  ["\\set x (1", /^test.sql:1:10: syntax error, unexpected end of line, expecting "\)"/],
  ["\\set x 1 2", /^test.sql:1:10: syntax error, unexpected "2" in \\set/],
  ["\\set x 1 < 2 < 3", /^test.sql:1:14: syntax error, unexpected "<"/],
  ["\\set x 5 $ 3", /^test.sql:1:10: unexpected character "\$"/],
  ["\\set x 99999999999999999999", /^test.sql:1:8: bigint constant overflow/],
  ["\\set x 9223372036854775808", /^test.sql:1:8: syntax error/],
  ["\\set x 1e999", /^test.sql:1:8: double constant overflow/],
  ["\\set x 1 is 2", /^test.sql:1:13: syntax error, unexpected "2"/],
  ["\\set x case 1 when 1 then 2 end", /^test.sql:1:13: .*expecting "WHEN"/],
  ["\\set x nofunc(1)", /^test.sql:1:8: there is no function nofunc\(\) in \\set/],
  ["\\set x abs()", /^test.sql:1:8: unexpected number of arguments \(abs\)/],
  ["\\set x hash()", /it takes 1 to 2, not 0/],
  ["\\set x abs", /^test.sql:1:11: syntax error, unexpected end of line, expecting "\("/],
  ["\\set x 1 + \\\n  2 +", /^test.sql:2:6: syntax error.*\n {4}2 \+\n {7}\^$/],
  ["\\foo", /^test.sql:1:2: there is no command \\foo/],
  ["\\sleep", /^test.sql:1:1: \\sleep needs a time/],
  ["\\sleep abc", /^test.sql:1:8: invalid sleep time, must be an integer: "abc"/],
  ["\\sleep 1 min", /^test.sql:1:10: unrecognized time unit "min", must be us, ms or s/],
  ["\\sleep 1min", /^test.sql:1:9: unrecognized time unit "min"/],
  ["\\sleep 5 ms x", /^test.sql:1:13: \\sleep has an argument too many: "x"/],
  ["\\if true", /^test.sql:1:1: \\if without matching \\endif/],
  ["\\endif", /^test.sql:1:1: \\endif without matching \\if/],
  ["\\else", /^test.sql:1:1: \\else without matching \\if/],
  ["\\if 1\n\\else\n\\else\n\\endif", /^test.sql:3:1: \\else after \\else/],
  ["\\if 1\n\\else\n\\elif 1\n\\endif", /^test.sql:3:1: \\elif after \\else/],
  ["\\if 1\n\\else x\n\\endif", /^test.sql:2:7: \\else has an argument too many: "x"/],
  ["\\gset", /^test.sql:1:1: \\gset must follow an SQL command/],
  ["SELECT 1 \\gset\n\\aset", /^test.sql:2:1: \\aset must follow an SQL command/],
  ["SELECT 1 \\gset 1a", /a variable's name can't begin with "1a"/],
  ["\\shell ls", /^test.sql:1:1: \\shell is refused: a script can't start programs here/],
  ["\\setshell x date", /^test.sql:1:1: \\setshell is refused/],
  ["\\startpipeline\nSELECT 1;", /^test.sql:1:1: \\startpipeline without \\endpipeline/],
  ["\\endpipeline", /^test.sql:1:1: \\endpipeline without \\startpipeline/],
  ["\\startpipeline\n\\startpipeline", /^test.sql:2:1: \\startpipeline within a pipeline/],
  ["\\startpipeline\nSELECT 1 AS a \\gset\n\\endpipeline", /^test.sql:2:1: \\gset is not allowed/],
];

for (const [text, message] of REFUSED) {
  Deno.test(`${JSON.stringify(text)} is refused at its place`, () => {
    assert.match(refusal(text), message);
  });
}

Deno.test("an unknown name suggests the nearest", () => {
  const hintOf = (text: string) => {
    try {
      compileText(text);
    } catch (error) {
      return (error as LakebenchError).hint;
    }
  };
  assert.equal(hintOf("\\slep 1"), "Did you mean \\sleep?");
  assert.equal(hintOf("\\set x random_zipfan(1, 2, 3)"), "Did you mean random_zipfian()?");
  assert.equal(hintOf("\\set aid 1\nSELECT :aidd"), "Did you mean :aid?");
  assert.match(hintOf("\\shell ls") ?? "", /permission/);
});

Deno.test("a backslash at a line's end continues the command", () => {
  const connection = new DryConnection(compileText(
    "\\set \\\n x \\\r\n 1 + \\\n 2\n\\set y debug(:x)\nSELECT 1;",
  ));
  assert.equal(connection.run().length, 1);
  assert.deepEqual(connection.shown, ["int 3"]);
});

Deno.test("\\sleep takes seconds unless told otherwise, and variables as atoi reads them", () => {
  const program = compileText(
    "\\set v 7\n\\sleep 2\n\\sleep 3 ms\n\\sleep 4us\n\\sleep :v MS\n\\sleep :text us\n\\sleep -1 s",
    { text: "12.9x" },
  ).programs[0];
  const slots = program?.slots.names.map((name) => name === "v" ? 7 : "12.9x") ?? [];
  const e = { ...new DryConnection(compileText("\\sleep 1")).evaluation, slots };
  const times = program?.commands.flatMap((c) => c.kind === "sleep" ? [c.evaluate(e)] : []);
  assert.deepEqual(times, [2_000_000, 3_000, 4, 7_000, 12, -1_000_000]);
});

Deno.test("\\sleep refuses a variable that is no number", () => {
  const { programs: [program], initialSlots } = compileText("\\sleep :v us", { v: "soon" });
  const e = { ...new DryConnection(compileText("\\sleep 1")).evaluation, slots: initialSlots(0) };
  const [sleep] = program?.commands ?? [];
  assert.throws(
    () => sleep?.kind === "sleep" && sleep.evaluate(e),
    /test.sql:1: invalid sleep time "soon" for variable "v", in \\sleep :v us/,
  );
});

Deno.test("functions and keywords are found in any case", () => {
  assert.deepEqual(show("Abs(-1) IS NOT null AND TRUE"), ["boolean true"]);
});
