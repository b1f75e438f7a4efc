/** The dev server, and the production build: `deno task dev`, `deno task build`. */
import { printError } from "./cli/error_text.ts";
import { standardOutput } from "./cli/output.ts";
import { exitCodeOf } from "./engine/errors.ts";
import { appBuilder, buildApp } from "./fresh.config.ts";

const env = (name: string) => Deno.env.get(name);

if (import.meta.main) {
  try {
    if (Deno.args.includes("build")) await buildApp();
    else await serve();
  } catch (error) {
    printError(error, { stderr: standardOutput(Deno.stderr, env), env });
    Deno.exit(exitCodeOf(error));
  }
}

/** Serves until it is stopped. Pages reload when a file changes, and the process starts again. */
async function serve(): Promise<void> {
  // Not for a build, which has neither a store nor runs.
  const [main, { putTargets, startInlineRunner }] = await Promise.all([
    import("./main.ts"),
    import("./web/work.ts"),
  ]);
  const services = await main.services();
  const { host: hostname, port } = services.settings;
  await putTargets(services, env);
  await startInlineRunner(services, env);
  await appBuilder().listen(() => Promise.resolve(main), { hostname, port });
}
