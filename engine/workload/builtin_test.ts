import assert from "node:assert/strict";
import { type BuiltinWorkload, LAKEBASE_USERS, listWorkloads, workload } from "./builtin.ts";
import { compileWorkload } from "./compile.ts";
import { choiceRandom } from "./streams.ts";
import { DryConnection } from "./testing.ts";
import { builtinVariables } from "./variables.ts";

const SETTINGS = { scale: 2, rows: 20_000, seed: 1, clients: 3, keys: "uniform" } as const;

function compile(builtin: BuiltinWorkload, settings = {}) {
  return compileWorkload({
    scripts: builtin.scripts,
    variables: builtinVariables(builtin, { ...SETTINGS, ...settings }),
  });
}

Deno.test("every built-in workload compiles, is described and touches only lakebench's tables", () => {
  for (const builtin of listWorkloads()) {
    const { programs } = compile(builtin);
    assert.match(builtin.description, /^[^\n]+\.$/);
    const statements = programs.flatMap((program) => program.statements.map((s) => s.prepared));
    assert.ok(statements.length > 0);
    const changed = statements.flatMap((sql) =>
      /^(?:UPDATE|INSERT INTO|DELETE FROM) (\S+)/.exec(sql)?.[1] ?? []
    );
    assert.deepEqual([...new Set(changed)].sort(), builtin.modifies);
    const tables = statements.flatMap((sql) =>
      [...sql.matchAll(/(?:FROM|UPDATE|INTO) (\S+)/g)].map((match) => match[1] ?? "")
    );
    assert.ok(tables.every((table) => table.startsWith("lakebench.")));
  }
});

Deno.test("an unknown workload suggests the nearest", () => {
  assert.throws(() => workload("tpcb"), { code: "config_invalid", message: /"tpcb"/ });
  assert.throws(() => workload("select-onyl"), { hint: "Did you mean select-only?" });
});

function userIds(keys: string, clientId: number, count: number, rows = 20_000): number[] {
  const connection = new DryConnection(
    compile(workload("lakebase-lookup"), { keys, rows }),
    clientId,
  );
  return Array.from({ length: count }, () => Number(connection.run()[0]?.parameters[0]));
}

Deno.test("sequential keys of all connections together count 0, 1, 2 … and begin again", () => {
  const walks = [0, 1, 2].map((client) => userIds("sequential", client, 4));
  assert.deepEqual(walks, [[0, 3, 6, 9], [1, 4, 7, 10], [2, 5, 8, 11]]);
  const small = userIds("sequential", 0, 4, 7);
  assert.deepEqual(small, [0, 3, 6, 2]);
});

Deno.test("uniform and zipfian keys stay within the users, and zipfian ones repeat", () => {
  const distinct = (keys: string) => {
    const ids = userIds(keys, 0, 2_000);
    assert.ok(ids.every((id) => Number.isInteger(id) && id >= 0 && id < LAKEBASE_USERS));
    return new Set(ids).size;
  };
  assert.ok(distinct("uniform") > 1_700);
  assert.ok(distinct("zipfian") < 1_200);
});

Deno.test("the same seed gives the same keys", () => {
  assert.deepEqual(userIds("zipfian", 1, 20), userIds("zipfian", 1, 20));
});

Deno.test("read-write deletes rows in turn with putting the same rows back", () => {
  const compiled = compile(workload("read-write"));
  const choice = choiceRandom(1, 3, 0);
  for (const client of [0, 1, 2]) {
    const connection = new DryConnection(compiled, client);
    const changes: string[] = [];
    for (let i = 0; i < 2_000; i++) {
      for (const { sql, parameters } of connection.run(compiled.choose(choice))) {
        if (/^(DELETE|INSERT)/.test(sql)) changes.push(`${sql.slice(0, 6)} ${parameters[0]}`);
      }
    }
    assert.ok(changes.length > 100);
    for (let i = 0; i + 1 < changes.length; i += 2) {
      const id = Number(changes[i]?.slice(7));
      assert.deepEqual(changes.slice(i, i + 2), [`DELETE ${id}`, `INSERT ${id}`]);
      assert.ok(id >= 1 && id <= 20_000 && (id - 1) % 3 === client);
    }
  }
});

Deno.test("read-write keeps to its weights", () => {
  const compiled = compile(workload("read-write"));
  const choice = choiceRandom(5, 3, 0);
  const counts = new Map<string, number>();
  for (let i = 0; i < 10_000; i++) {
    const { name } = compiled.choose(choice);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  for (const { name, weight } of compiled.programs) {
    assert.ok(Math.abs((counts.get(name) ?? 0) - weight * 100) < 200, name);
  }
});
