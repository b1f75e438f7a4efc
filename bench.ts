/** The headless command line: `deno task bench`. */
import { runDuet } from "./engine/duet.ts";
import { reportContext } from "./engine/report/report_context.ts";
import { checkWorkload, runBenchmark } from "./engine/run.ts";
import { resolveTarget } from "./engine/target/resolve.ts";
import { main } from "./cli/main.ts";
import { standardOutput } from "./cli/output.ts";
import { enterUserDirectory } from "./cli/user_directory.ts";

if (import.meta.main) {
  const env = (name: string) => Deno.env.get(name);
  // Where deno runs tasks: what KV_PATH is meant from in the dashboard as well.
  const projectRoot = Deno.cwd();
  const code = await main(Deno.args, {
    engine: { checkWorkload, resolveTarget, runBenchmark, runDuet, reportContext },
    stdout: standardOutput(Deno.stdout, env),
    stderr: standardOutput(Deno.stderr, env),
    env,
    exit: Deno.exit,
    enterUserDirectory: () => enterUserDirectory(env),
    now: () => performance.now(),
    cores: navigator.hardwareConcurrency,
    // Loaded when it is asked for: other runs start without the store.
    openRecorder: async (store) => {
      const { openUsualRecorder } = await import("./runner/usual_recorder.ts");
      return await openUsualRecorder(store, env, projectRoot);
    },
  });
  Deno.exit(code);
}
