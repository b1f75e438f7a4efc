import assert from "node:assert/strict";
import { LakebenchError } from "../engine/errors.ts";
import { parseTimes, runTimed } from "./timed_command.ts";

const env = { PATH: Deno.env.get("PATH") ?? "" };
const signal = new AbortController().signal;
const posix = Deno.build.os !== "windows";

Deno.test("parseTimes() adds user and system time of the children", () => {
  assert.deepEqual(parseTimes("a word\n0m0.010s 0m0.000s\n1m2.500s 0m0.250s\n"), {
    said: "a word",
    cpuSec: 62.75,
  });
});

Deno.test("parseTimes() leaves what ends without times as it is", () => {
  const { said, cpuSec } = parseTimes("sh: not found\n");
  assert.equal(said, "sh: not found\n");
  assert.ok(Number.isNaN(cpuSec));
});

Deno.test(
  { name: "runTimed() passes input and arguments on and gives the output", ignore: !posix },
  async () => {
    const { output, cpuSec } = await runTimed({
      command: "sh",
      args: ["-c", 'cat; printf "%s" "$1"', "sh", "it's $HOME"],
      env,
      input: "first\n",
      signal,
    });
    assert.equal(output, "first\nit's $HOME");
    assert.ok(cpuSec >= 0);
  },
);

Deno.test({ name: "runTimed() counts the CPU of the command", ignore: !posix }, async () => {
  // Counting needs CPU, waiting for the same long needs none: only the count is compared with zero.
  const { cpuSec } = await runTimed({
    command: "sh",
    args: ["-c", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done"],
    env,
    signal,
  });
  assert.ok(cpuSec > 0, `${cpuSec} s`);
});

Deno.test({
  name: "runTimed() gives the command only the environment it was given",
  ignore: !posix,
}, async () => {
  const { output } = await runTimed({
    command: "sh",
    args: ["-c", 'printf "%s|%s" "$PEER" "$HOME"'],
    env: { ...env, PEER: "here" },
    signal,
  });
  assert.equal(output, "here|");
});

Deno.test({
  name: "runTimed() tells the last words and the code of a command that fails",
  ignore: !posix,
}, async () => {
  const failing = runTimed({
    command: "sh",
    args: ["-c", "echo no such table >&2; exit 7"],
    env,
    // More than a pipe holds, and the command reads none of it.
    input: "x".repeat(1_000_000),
    signal,
  });
  await assert.rejects(failing, (error) => {
    assert.ok(error instanceof LakebenchError);
    assert.equal(error.message, "sh failed (7): no such table");
    return true;
  });
});

Deno.test({ name: "runTimed() ends the command when it is aborted", ignore: !posix }, async () => {
  const folder = await Deno.makeTempDir();
  const pidFile = `${folder}/pid`;
  try {
    const interrupt = new AbortController();
    const running = runTimed({
      command: "sh",
      args: ["-c", 'echo $$ > "$1.new"; mv "$1.new" "$1"; exec sleep 600', "sh", pidFile],
      env,
      signal: interrupt.signal,
    });
    running.catch(() => {});
    const pid = Number(await appears(pidFile));
    interrupt.abort(new Error("enough"));
    await assert.rejects(running, /enough/);
    await gone(pid);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

async function appears(path: string): Promise<string> {
  while (true) {
    const text = await Deno.readTextFile(path).catch(() => undefined);
    if (text !== undefined) return text;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Waits until the process is no more. Should it live, the test hangs and is ended by its runner. */
async function gone(pid: number): Promise<void> {
  while (true) {
    try {
      Deno.kill(pid, "SIGCONT");
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
