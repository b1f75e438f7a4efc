/** Running `deno task runner` as an operator does: a process of its own, with the task's permissions. */

/** A line of its log. */
export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly [field: string]: unknown;
}

/** A runner process under way, in a process group of its own. */
export class RunnerProcess {
  readonly #child: Deno.ChildProcess;
  readonly #stdout: Promise<string>;
  readonly #stderr: Promise<string>;

  /** @param env variables beside this process's own */
  constructor(args: readonly string[], env: Readonly<Record<string, string>>) {
    this.#child = new Deno.Command(Deno.execPath(), {
      args: ["task", "--quiet", "runner", ...args],
      cwd: new URL("..", import.meta.url).pathname,
      env: { NO_COLOR: "1", ...env },
      detached: true,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#stdout = new Response(this.#child.stdout).text();
    this.#stderr = new Response(this.#child.stderr).text();
  }

  /** Signals the task runner, which passes signals on. */
  signal(signal: Deno.Signal): void {
    this.#child.kill(signal);
  }

  /** Ends the whole group at once, as a machine that is switched off does. Safe when it has ended. */
  kill(): void {
    try {
      Deno.kill(-this.#child.pid, "SIGKILL");
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }

  async finished(): Promise<{ code: number; stdout: string; stderr: string }> {
    const { code } = await this.#child.status;
    return { code, stdout: await this.#stdout, stderr: await this.#stderr };
  }
}

/** The lines of a log. */
export function logLines(stderr: string): LogLine[] {
  return stderr.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
}
