/** The headless command line: `deno task bench`. */
import { reportContext } from "./engine/report/report_context.ts";
import { checkWorkload, runBenchmark } from "./engine/run.ts";
import { resolveTarget } from "./engine/target/resolve.ts";
import { main } from "./cli/main.ts";
import { standardOutput } from "./cli/output.ts";
import { enterUserDirectory } from "./cli/user_directory.ts";

if (import.meta.main) {
  const env = (name: string) => Deno.env.get(name);
  const code = await main(Deno.args, {
    engine: { checkWorkload, resolveTarget, runBenchmark, reportContext },
    stdout: standardOutput(Deno.stdout, env),
    stderr: standardOutput(Deno.stderr, env),
    env,
    exit: Deno.exit,
    enterUserDirectory: () => enterUserDirectory(env),
    now: () => performance.now(),
    cores: navigator.hardwareConcurrency,
  });
  Deno.exit(code);
}
