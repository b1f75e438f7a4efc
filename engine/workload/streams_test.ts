import assert from "node:assert/strict";
import { compileWorkload } from "./compile.ts";
import { choiceRandom, defaultSeed, randomFor, throttleRandom } from "./streams.ts";
import { DryConnection } from "./testing.ts";

// pgbench -n -c 2 -t 2 --random-seed=42 -f SCRIPT, version 15.18, where SCRIPT is
// \set a debug(random(1, 1000000))
// \set h debug(:default_seed)
Deno.test("each client draws the sequence pgbench gives it", () => {
  const first = randomFor(42, 0);
  const second = randomFor(42, 1);
  assert.deepEqual([first.uniform(1, 1e6), first.uniform(1, 1e6)], [668251, 855542]);
  assert.deepEqual([second.uniform(1, 1e6), second.uniform(1, 1e6)], [844242, 649374]);
});

Deno.test("default_seed comes after the seeds of all clients", () => {
  assert.equal(defaultSeed(42, 2), 4482733528210176216n);
});

// pgbench -n -c 2 -t 4 --random-seed=7 -f one.sql@3 -f two.sql@2, version 15.18, where they are
// \set x debug(1000 + :client_id * 100 + random(1, 99))   and the same with 2000
Deno.test("scripts are chosen by weight in pgbench's order", () => {
  const script = (base: number) => `\\set x debug(${base} + :client_id * 100 + random(1, 99))\n`;
  const workload = compileWorkload({
    scripts: [
      { name: "one.sql", text: script(1000), weight: 3 },
      { name: "two.sql", text: script(2000), weight: 2 },
    ],
    variables: {},
  });
  const connections = [0, 1].map((client) => new DryConnection(workload, client, 7));
  const choice = choiceRandom(7, 2, 0);
  const shown: string[] = [];
  for (let round = 0; round < 4; round++) {
    for (const connection of connections) {
      connection.run(workload.choose(choice));
      shown.push(...connection.shown.splice(0));
    }
  }
  assert.deepEqual(
    shown,
    [1046, 1158, 1003, 1170, 1050, 2108, 1047, 1110].map((x) => `int ${x}`),
  );
});

Deno.test("the sequences of a run differ from each other", () => {
  const firsts = [
    ...[0, 1, 2].map((client) => randomFor(1, client)),
    ...[0, 1].map((worker) => choiceRandom(1, 3, worker)),
    ...[0, 1].map((worker) => throttleRandom(1, 3, worker)),
  ].map((random) => random.unit());
  assert.equal(new Set(firsts).size, firsts.length);
});
