/** Ctrl-C at `deno task bench`: the bench gets it from the terminal and from the task runner. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { BenchProcess } from "./bench_process.ts";

const QUICK = ["--threads", "2", "--rows", "1000", "--duration", "60", "--warmup", "0"];
/** Windows has neither process groups nor signals to them. */
const ignore = Deno.build.os === "windows";

/** A folder for temporary data that the server's account can enter, empty again at the end. */
async function withTemporary(use: (directory: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "bench-interruption-" });
  try {
    await Deno.chmod(directory, 0o755);
    await use(directory);
    assert.deepEqual(await names(directory), [], "something is left behind");
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

async function names(directory: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(directory))).map(({ name }) => name);
}

Deno.test({
  name: "Ctrl-C, which reaches the bench twice, ends the run in order with its reports",
  ignore,
  fn: () =>
    withTemporary(async (directory) => {
      const out = await Deno.makeTempDir();
      try {
        const process = new BenchProcess([...QUICK, "--out", out], { TMPDIR: directory }, {
          ownGroup: true,
        });
        await process.saw(/ 1\/60 s /);
        await pressOnce(process);
        const { code, stdout, stderr } = await process.finished();
        assert.equal(stderr, "");
        assert.equal(code, 130);
        assert.match(stdout, /^ +2 [^\n]+ 0(?: +[✓!✗] \w+)?$/m);
        assert((await names(out)).includes("results.json"));
      } finally {
        await Deno.remove(out, { recursive: true });
      }
    }),
});

for (const file of ["owner", "data/PG_VERSION", "lakebench.conf"]) {
  Deno.test({
    name: `Ctrl-C while the embedded server starts, once it has ${file}, leaves nothing behind`,
    ignore,
    fn: () =>
      withTemporary(async (directory) => {
        const process = new BenchProcess(QUICK, { TMPDIR: directory }, { ownGroup: true });
        await appeared(directory, file);
        await pressOnce(process);
        const { code, stderr } = await process.finished();
        assert.equal(stderr, "Interrupted before the run began.\n");
        assert.equal(code, 130);
      }),
  });
}

/**
 * Ctrl-C pressed once, at its worst. Signals that are pending at the same time become one, so they
 * are sent apart, to be sure that the bench sees several.
 */
async function pressOnce(process: BenchProcess): Promise<void> {
  for (let i = 0; i < 4; i++) {
    try {
      process.pressCtrlC();
    } catch (error) {
      // After the first it may have ended already, which is what it was pressed for.
      if (i > 0 && error instanceof Deno.errors.NotFound) return;
      throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** Resolves when the embedded server's folder in `directory` is there and holds `file`. */
async function appeared(directory: string, file: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    for (const name of await names(directory)) {
      if (!name.startsWith("lakebench-postgres-")) continue;
      const stat = await Deno.stat(join(directory, name, file)).catch(() => undefined);
      if (stat !== undefined) return;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`${file} did not appear in a minute`);
}

Deno.test("paths are meant from the folder where the task was called", async () => {
  const directory = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(join(directory, "run.json"), '{ "thread_counts": [3] }');
    const args = ["--config", "run.json", "--out", "results", "--rows", "1000"];
    const process = new BenchProcess([...args, "--duration", "1", "--warmup", "0"], {
      INIT_CWD: directory,
    });
    const { code, stderr } = await process.finished();
    assert.equal(code, 0, stderr);
    const result = JSON.parse(await Deno.readTextFile(join(directory, "results/results.json")));
    assert.deepEqual(result.configuration.thread_counts, [3]);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
