/** Running `deno task bench` as a user does: a process of its own, with the task's permissions. */

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A bench process under way. */
export class BenchProcess {
  readonly #child: Deno.ChildProcess;
  readonly #stdout: Collector;
  readonly #stderr: Collector;

  /**
   * @param env variables beside this process's own
   * @param ownGroup a process group of its own, as a terminal gives to each command
   */
  constructor(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    { ownGroup = false } = {},
  ) {
    this.#child = new Deno.Command(Deno.execPath(), {
      args: ["task", "--quiet", "bench", ...args],
      cwd: new URL("..", import.meta.url).pathname,
      env: { NO_COLOR: "1", ...env },
      detached: ownGroup,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#stdout = new Collector(this.#child.stdout);
    this.#stderr = new Collector(this.#child.stderr);
  }

  /** Resolves when standard output matches; rejects when it ends without. */
  saw(pattern: RegExp): Promise<RegExpMatchArray> {
    return this.#stdout.saw(pattern);
  }

  /** Signals the task runner, which passes signals on to the bench. */
  signal(signal: Deno.Signal): void {
    this.#child.kill(signal);
  }

  /** What a terminal does on Ctrl-C: the whole group gets SIGINT. Needs a group of its own. */
  pressCtrlC(): void {
    Deno.kill(-this.#child.pid, "SIGINT");
  }

  async finished(): Promise<Finished> {
    const { code } = await this.#child.status;
    return { code, stdout: await this.#stdout.all, stderr: await this.#stderr.all };
  }
}

/** Runs `deno task bench` to its end. */
export function bench(
  args: readonly string[],
  env?: Readonly<Record<string, string>>,
): Promise<Finished> {
  return new BenchProcess(args, env).finished();
}

/** A stream's text as it comes. */
class Collector {
  readonly all: Promise<string>;
  #text = "";
  #ended = false;
  #waiting: (() => void)[] = [];

  constructor(stream: ReadableStream<Uint8Array>) {
    this.all = this.#read(stream);
  }

  async saw(pattern: RegExp): Promise<RegExpMatchArray> {
    for (;;) {
      const match = this.#text.match(pattern);
      if (match !== null) return match;
      if (this.#ended) throw new Error(`the output ended without ${pattern}:\n${this.#text}`);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async #read(stream: ReadableStream<Uint8Array>): Promise<string> {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      this.#text += decoder.decode(chunk, { stream: true });
      this.#wake();
    }
    this.#ended = true;
    this.#wake();
    return this.#text;
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
