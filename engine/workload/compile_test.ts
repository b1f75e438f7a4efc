import assert from "node:assert/strict";
import { compileWorkload } from "./compile.ts";
import { compileText, DryConnection } from "./testing.ts";

/** The statements a script sends, one run after another. */
function sent(text: string, variables = {}, runs = 1): string[] {
  const connection = new DryConnection(compileText(text, variables));
  return Array.from({ length: runs }, () => connection.run()).flat()
    .map(({ sql, parameters }) => [sql, ...parameters].join(" | "));
}

Deno.test("each use of a variable is a parameter of its own, in order", () => {
  const { programs: [program] } = compileText("\\set a 1\nSELECT :a, :a + :scale");
  assert.deepEqual(program?.statements, [{
    prepared: "SELECT $1, $2 + $3",
    pieces: ["SELECT ", ", ", " + ", ""],
    line: 2,
    label: "SELECT :a, :a + :scale",
  }]);
  const names = program?.commands.flatMap((command) =>
    command.kind === "sql" ? command.parameters.map((slot) => program.slots.names[slot]) : []
  );
  assert.deepEqual(names, ["a", "a", "scale"]);
});

Deno.test("\\if takes the first branch whose condition holds", () => {
  const script = `
    \\if :n = 1
      SELECT 'one';
    \\elif :n = 2
      \\if :m
      SELECT 'two and m';
      \\endif
      SELECT 'two';
    \\else
      SELECT 'many';
    \\endif
    SELECT 'end';`;
  const run = (n: number, m: boolean) =>
    sent(`\\set n ${n}\n\\set m ${m}\n${script}`).map((sql) => sql.slice(8, -1));
  assert.deepEqual(run(1, true), ["one", "end"]);
  assert.deepEqual(run(2, false), ["two", "end"]);
  assert.deepEqual(run(2, true), ["two and m", "two", "end"]);
  assert.deepEqual(run(3, true), ["many", "end"]);
});

Deno.test("conditions on constants cost nothing, and take the same branch", () => {
  const script = "\\if :n = 1\nSELECT 1;\n\\elif :n = 2\nSELECT 2;\n\\else\nSELECT 3;\n\\endif\n";
  for (const n of [1, 2, 3]) {
    assert.deepEqual(sent(script, { n }), [`SELECT ${n}`]);
    const commands = compileText(script, { n }).programs[0]?.commands ?? [];
    assert.ok(commands.every(({ kind }) => kind !== "jump_unless"));
  }
});

Deno.test("a condition holds for numbers other than zero, not for NULL", () => {
  const holds = (condition: string) =>
    sent(`\\set x ${condition}\n\\if :x\nSELECT 1;\n\\endif\nSELECT 2;`).length === 2;
  assert.deepEqual(
    ["true", "-1", "0.5", "false", "0", "0.0", "null"].map(holds),
    [true, true, true, false, false, false, false],
  );
});

Deno.test("variables keep their values from one operation to the next", () => {
  assert.deepEqual(sent("\\set n :n + 1\nSELECT :n;", { n: "10" }, 3), [
    "SELECT $1 | 11",
    "SELECT $1 | 12",
    "SELECT $1 | 13",
  ]);
});

Deno.test("client_id is the connection's own, unless it is given", () => {
  const workload = compileText("SELECT :client_id;");
  assert.deepEqual(new DryConnection(workload, 5).run(), [
    { sql: "SELECT $1", parameters: ["5"] },
  ]);
  assert.deepEqual(sent("SELECT :client_id;", { client_id: "9" }), ["SELECT $1 | 9"]);
});

Deno.test("a variable that nothing assigns is refused in SQL, with its place", () => {
  assert.throws(() => compileText("SELECT 1;\nSELECT :nosuch;"), {
    code: "config_invalid",
    message: 'test.sql:2:8: undefined variable "nosuch"\n  SELECT :nosuch;\n         ^',
  });
});

Deno.test("a bound of an array slice is text unless a variable is called so", () => {
  assert.deepEqual(sent("SELECT a[1:n] FROM t"), ["SELECT a[1:n] FROM t"]);
  assert.deepEqual(sent("\\set n 2\nSELECT a[1:n] FROM t"), ["SELECT a[1$1] FROM t | 2"]);
});

Deno.test("a variable that no path has assigned is NULL in SQL and an error in an expression", () => {
  assert.deepEqual(sent("\\if false\n\\set x 1\n\\endif\nSELECT :x"), ["SELECT $1 | "]);
  assert.throws(() => sent("\\if false\n\\set x 1\n\\endif\n\\set y :x"), {
    code: "run_failed",
    message: 'test.sql:4: undefined variable "x", in \\set y :x',
  });
});

Deno.test("\\gset and \\aset say where a row goes", () => {
  const { programs: [program], slots } = compileText(
    "SELECT 1 AS a \\gset\nSELECT 2 AS a; \\aset p_\nSELECT :a, :p_a;",
  );
  assert.deepEqual(
    program?.commands.map((command) => command.kind === "sql" ? command.store : undefined),
    [{ kind: "gset", prefix: "" }, { kind: "aset", prefix: "p_" }, undefined],
  );
  assert.equal(slots.slotOf("p_a"), slots.names.indexOf("p_a"));
  assert.throws(() => slots.slotOf("?column?"), { code: "run_failed" });
});

Deno.test("a variable that \\gset may assign is no constant", () => {
  const workload = compileText("SELECT 7 AS scale \\gset\n\\set x :scale * 2\nSELECT :x;");
  const connection = new DryConnection(workload);
  connection.evaluation.slots[workload.slots.slotOf("scale")] = "7";
  assert.deepEqual(connection.run().at(-1)?.parameters, ["14"]);
});

Deno.test("the edges of a transaction are known", () => {
  const edges = (sql: string) => compileText(sql).programs[0]?.statements[0]?.transaction;
  for (const sql of ["BEGIN", "begin work", "/* x */ BEGIN", "START TRANSACTION READ ONLY"]) {
    assert.equal(edges(sql), "begin", sql);
  }
  for (const sql of ["COMMIT", "End", "ROLLBACK", "ABORT", "PREPARE TRANSACTION 'a'"]) {
    assert.equal(edges(sql), "end", sql);
  }
  for (
    const sql of [
      "ROLLBACK TO a",
      "ROLLBACK WORK TO SAVEPOINT a",
      "COMMIT PREPARED 'a'",
      "PREPARE a AS SELECT 1",
      "SELECT 1",
      "SAVEPOINT begin",
    ]
  ) {
    assert.equal(edges(sql), undefined, sql);
  }
});

Deno.test("pipeline commands are kept in order with their lines", () => {
  const { programs: [program] } = compileText(
    "\\startpipeline\nSELECT 1;\n\\syncpipeline\nSELECT 2;\n\\endpipeline",
  );
  assert.equal(program?.pipelined, true);
  assert.deepEqual(
    program?.commands.map((command) =>
      command.kind === "pipeline" ? `${command.action} ${command.line}` : command.kind
    ),
    ["start 1", "sql", "sync 3", "sql", "end 5"],
  );
});

Deno.test("the scripts of a workload share their variables", () => {
  const { programs, slots } = compileWorkload({
    scripts: [
      { name: "a", text: "\\set x 1\nSELECT :x", weight: 1 },
      { name: "b", text: "SELECT :x", weight: 0 },
    ],
    variables: {},
  });
  assert.deepEqual(slots.names, ["x"]);
  assert.ok(programs.every((program) => program.slots === slots));
});

Deno.test("weights and names that can't be are refused", () => {
  const script = { name: "a", text: "SELECT 1" };
  const refused = (weights: number[], variables = {}) => () =>
    compileWorkload({ scripts: weights.map((weight) => ({ ...script, weight })), variables });
  assert.throws(refused([1, -1]), { code: "config_invalid", message: /weight of a must be/ });
  assert.throws(refused([1.5]), { code: "config_invalid" });
  assert.throws(refused([0, 0]), { message: "the weights of all scripts are 0" });
  assert.throws(refused([]), { message: "there is no script" });
  assert.throws(refused([1], { "1x": 1 }), { message: 'invalid variable name: "1x"' });
});

Deno.test("constant bounds of a draw are computed once", () => {
  const workload = compileText("\\set aid random(1, 100000 * :scale)\nSELECT :aid", { scale: 3 });
  const [command] = workload.programs[0]?.commands ?? [];
  const bounds: number[][] = [];
  const random = {
    uniform: (min: number, max: number) => (bounds.push([min, max]), min),
    uniformWide: () => 0n,
    unit: () => 0,
  };
  // With no slots at all, only a constant can be read.
  if (command?.kind === "set") command.evaluate({ slots: [], random });
  assert.deepEqual(bounds, [[1, 300_000]]);
});
