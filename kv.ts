/** The store as a whole: `deno task kv:dump`, `kv:restore` and `kv:prune`. */
import { standardOutput } from "./cli/output.ts";
import { enterUserDirectory } from "./cli/user_directory.ts";
import { runStoreCommand } from "./cli/store_command.ts";

if (import.meta.main) {
  const env = (name: string) => Deno.env.get(name);
  const code = await runStoreCommand(Deno.args, {
    stdout: standardOutput(Deno.stdout, env),
    stderr: standardOutput(Deno.stderr, env),
    env,
    // Where deno runs tasks: what KV_PATH is meant from in the dashboard as well.
    root: Deno.cwd(),
    enterUserDirectory: () => enterUserDirectory(env),
  });
  Deno.exit(code);
}
