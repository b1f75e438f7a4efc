/**
 * What a generated `server.js` imports. Not for applications.
 *
 * @module
 */
import { type App, type AppHandler, prepare, setSnapshot } from "./app.ts";
import { BuiltSnapshot, type SnapshotModule } from "./built_snapshot.ts";

/**
 * An app with its build, ready to answer, as `deno serve` takes it.
 *
 * @param staticFolder where the build's static files are, with a trailing slash
 */
export async function serveBuild<State>(
  app: App<State>,
  module: SnapshotModule,
  staticFolder: URL,
): Promise<{ fetch: AppHandler }> {
  setSnapshot(app, new BuiltSnapshot(module, staticFolder));
  await prepare(app);
  return { fetch: app.handler() };
}
