import assert from "node:assert/strict";
import { LakebenchError } from "../errors.ts";
import { parseScript } from "./parser.ts";
import { ScriptSource } from "./source.ts";

/** The statements of a script, each with `<name>` where a variable goes. */
function split(text: string): string[] {
  return parseScript(new ScriptSource("test.sql", text)).flatMap((command) =>
    command.kind !== "sql" ? [] : [
      command.pieces.reduce((sum, piece, i) =>
        `${sum}<${command.placeholders[i - 1]?.name}>${piece}`
      ),
    ]
  );
}

function refusal(text: string): string {
  try {
    split(text);
  } catch (error) {
    assert.ok(error instanceof LakebenchError);
    assert.equal(error.code, "config_invalid");
    return error.message;
  }
  return "accepted";
}

const CASES: [string, string, string[]][] = [
  ["at semicolons", "SELECT 1; SELECT\n2;SELECT 3", ["SELECT 1", "SELECT\n2", "SELECT 3"]],
  ["not in quoted strings", "SELECT 'a;'';b'; SELECT ';'", ["SELECT 'a;'';b'", "SELECT ';'"]],
  ["not in escape strings", "SELECT E'it\\'s;'; SELECT 1", ["SELECT E'it\\'s;'", "SELECT 1"]],
  ["knowing that E is a prefix only before a quote", "SELECT e;'\\'; 1", ["SELECT e", "'\\'", "1"]],
  [
    "over an escape string that goes on in the next line",
    "SELECT E'a'\n  '\\';'; SELECT 2",
    ["SELECT E'a'\n  '\\';'", "SELECT 2"],
  ],
  ["not in identifiers", 'SELECT ";"";"; SELECT 1', ['SELECT ";"";"', "SELECT 1"]],
  ["not in dollar quotes", "SELECT $$;$a$;$$; SELECT $a$;$$;$a$", [
    "SELECT $$;$a$;$$",
    "SELECT $a$;$$;$a$",
  ]],
  ["knowing that a$b$ is a name", "SELECT a$b$; SELECT $1", ["SELECT a$b$", "SELECT $1"]],
  ["not in comments", "SELECT 1 -- ;\n/* ; /* ; */ ; */ + 2; SELECT 3", [
    "SELECT 1 -- ;\n/* ; /* ; */ ; */ + 2",
    "SELECT 3",
  ]],
  ["not in parentheses", "CREATE RULE r AS DO (SELECT 1; SELECT 2); SELECT 3", [
    "CREATE RULE r AS DO (SELECT 1; SELECT 2)",
    "SELECT 3",
  ]],
  [
    "not in the body of a SQL function",
    "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; " +
    "SELECT 2; END; SELECT 3",
    [
      "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; " +
      "SELECT 2; END",
      "SELECT 3",
    ],
  ],
  ["at BEGIN and END of a transaction", "BEGIN; SELECT 1; END;", ["BEGIN", "SELECT 1", "END"]],
  ["not at an escaped semicolon", "SELECT 1\\; SELECT 2;", ["SELECT 1; SELECT 2"]],
  ["leaving out blanks and comments alone", "-- a\n  SELECT 1; -- b\n/* c */\n", ["SELECT 1"]],
  ["keeping an empty statement", ";SELECT 1", ["", "SELECT 1"]],
  ["keeping blanks and comments within", "SELECT --:a\n  1 ;", ["SELECT --:a\n  1"]],
];

for (const [how, text, statements] of CASES) {
  Deno.test(`a script is split ${how}`, () => assert.deepEqual(split(text), statements));
}

Deno.test("variables are found outside quotes and comments, casts are none", () => {
  assert.deepEqual(
    split("SELECT :a+:b1::int, a:::b, ':c', \":d\", $$:e$$, /* :f */ x:=:g, \\:h, :9 -- :i"),
    ["SELECT <a>+<b1>::int, a:::b, ':c', \":d\", $$:e$$, /* :f */ x:=<g>, :h, :9 -- :i"],
  );
});

Deno.test("a meta command ends a statement, and a script may end without a semicolon", () => {
  assert.deepEqual(split("SELECT 1 AS x \\gset\nSELECT :x"), ["SELECT 1 AS x", "SELECT <x>"]);
});

const UNFINISHED: [string, string][] = [
  ["SELECT 'a;", "test.sql:1:8: this quoted string is never closed\n  SELECT 'a;\n         ^"],
  [
    "SELECT E'\\';",
    "test.sql:1:9: this quoted string is never closed\n  SELECT E'\\';\n          ^",
  ],
  [
    '\n\tSELECT "a',
    'test.sql:2:9: this quoted identifier is never closed\n  \tSELECT "a\n  \t       ^',
  ],
  ["SELECT $a$ $$", "test.sql:1:8: this $a$ quote is never closed\n  SELECT $a$ $$\n         ^"],
  ["/* /* */", "test.sql:1:1: this comment is never closed\n  /* /* */\n  ^"],
  ["SELECT (1;", "test.sql:1:8: this parenthesis is never closed\n  SELECT (1;\n         ^"],
  [" -- nothing", "test.sql:1:1: this script has no command\n   -- nothing\n  ^"],
];

Deno.test("what is never closed is refused where it was opened", () => {
  for (const [text, message] of UNFINISHED) assert.equal(refusal(text), message);
});
