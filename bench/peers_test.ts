import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { findPgbench, machineTree } from "./find_pgbench.ts";

const PEERS = fileURLToPath(import.meta.resolve("./peers.ts"));
const path = findPgbench(Deno.env.get("PATH") ?? "", machineTree);

async function peers(args: readonly string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--quiet", "--allow-all", PEERS, ...args],
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

Deno.test("bench:peers exits with 2 for a wrong flag, before it starts anything", async () => {
  const { code, stdout, stderr } = await peers(["--pairs", "none"]);
  assert.equal(code, 2);
  assert.equal(stdout, "");
  assert.match(stderr, /--pairs.*'none'/);
});

Deno.test({
  name: "bench:peers measures the engine beside a real pgbench and writes the page",
  ignore: path === undefined,
}, async () => {
  const out = await Deno.makeTempFile({ suffix: ".md" });
  try {
    const { code, stdout, stderr } = await peers(
      "--pairs 2 --seconds 1 --levels 2 --scale 1 --rows 100000 --only tpcb-like,load --out"
        .split(" ").concat(out),
    );
    assert.equal(stderr, "");
    assert.equal(code, 0);
    assert.match(stdout, /tpcb-like, connections: 2\n(.*CPU per transaction.*\n){2}/);
    const page = await Deno.readTextFile(out);
    assert.deepEqual(page.match(/^##+ .*$/gm), [
      "## Targets",
      "## Throughput and CPU",
      "### tpcb-like, 2 connections",
      "## Load",
    ]);
    assert.match(page, /^\| 2, engine first \|/m);
    assert.match(page, /^\| 2, insert first \|/m);
    assert.doesNotMatch(page, /NaN|–/);
  } finally {
    await Deno.remove(out);
  }
});
