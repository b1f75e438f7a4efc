/** Running `deno task start` as a user does: a process of its own, with the task's permissions. */

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A web process under way, on a free port, with a store of its own. Disposing ends it. */
export class WebProcess implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #stderr: Promise<string>;
  readonly #origin = Promise.withResolvers<string>();
  readonly #stdout: Promise<string>;
  readonly #directory: string | undefined;

  /** @param env variables beside this process's own; without `KV_PATH` the store is a new file */
  constructor(env: Readonly<Record<string, string>> = {}) {
    this.#directory = env.KV_PATH === undefined
      ? Deno.makeTempDirSync({ prefix: "lakebench-web-" })
      : undefined;
    this.#child = new Deno.Command(Deno.execPath(), {
      args: ["task", "--quiet", "start"],
      cwd: new URL("..", import.meta.url).pathname,
      env: {
        NO_COLOR: "1",
        HOST: "127.0.0.1",
        PORT: "0",
        KV_PATH: `${this.#directory}/store.kv`,
        ...env,
      },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#stdout = this.#read();
    this.#stderr = new Response(this.#child.stderr).text();
    // Whoever asks for the origin hears of it; others don't care.
    this.#origin.promise.catch(() => {});
  }

  /** Where it serves, without a slash at the end; rejects when it ends without. */
  get origin(): Promise<string> {
    return this.#origin.promise;
  }

  /** Signals the task runner, which passes signals on. */
  signal(signal: Deno.Signal): void {
    this.#child.kill(signal);
  }

  async ended(): Promise<Ended> {
    const { code } = await this.#child.status;
    return { code, stdout: await this.#stdout, stderr: await this.#stderr };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.signal("SIGTERM");
    } catch (error) {
      // It has ended already.
      if (!(error instanceof TypeError)) throw error;
    }
    await this.ended();
    if (this.#directory !== undefined) await Deno.remove(this.#directory, { recursive: true });
  }

  async #read(): Promise<string> {
    const decoder = new TextDecoder();
    let text = "";
    for await (const chunk of this.#child.stdout) {
      text += decoder.decode(chunk, { stream: true });
      const origin = /http:\/\/\S+?(?=\/ )/.exec(text)?.[0];
      if (origin !== undefined) this.#origin.resolve(origin);
    }
    this.#origin.reject(new Error(`The server ended:\n${text}\n${await this.#stderr}`));
    return text;
  }
}
