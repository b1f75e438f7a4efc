/** The production build, made when it is missing or old. */
import { LakebenchError } from "../engine/errors.ts";
import { isBuilt } from "./build_state.ts";
import { PROJECT } from "./project.ts";

/** What a build's `server.js` exports. */
interface Built {
  readonly default: { readonly fetch: Deno.ServeHandler<Deno.NetAddr> };
}

/**
 * The app's handler over its build, which is made first where there is none of these sources.
 *
 * @throws LakebenchError `run_failed` when it can't be built
 */
export async function builtHandler(): Promise<Deno.ServeHandler<Deno.NetAddr>> {
  if (!isBuilt(PROJECT)) await build();
  const server = new URL("../_fresh/server.js", import.meta.url);
  const built = await import(server.href) as Built;
  return built.default.fetch;
}

async function build(): Promise<void> {
  // Loaded only here: a start that finds its build needs neither bundler nor stylesheet compiler.
  const { buildApp } = await import("../fresh.config.ts");
  try {
    await buildApp();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LakebenchError("run_failed", `The pages can't be built: ${reason}`, {
      hint: "deno task build shows where. It writes to _fresh/ in the project's folder.",
      cause,
    });
  }
}
