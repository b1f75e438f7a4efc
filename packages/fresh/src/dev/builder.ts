import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { App, prepare, setSnapshot } from "../app.ts";
import { type ListenOptions, serve } from "../listen.ts";
import { logError } from "../log.ts";
import { withLiveReload } from "./live_reload.ts";
import { TEST_FILES } from "./scan.ts";
import { type OnTransformOptions, type TransformFn, Transforms } from "./transforms.ts";
import { UnbuiltSnapshot } from "./unbuilt_snapshot.ts";
import { writeBuild } from "./write_build.ts";

/** Where the project's files are. Relative paths are below the root. */
export interface BuildOptions {
  /** Handed to transforms. The bundler itself emits current JavaScript. */
  target?: string | string[];
  /** Path or file URL of the project. Default: the working directory. */
  root?: string;
  /** The module that exports `app`. Default: `main.ts`. */
  serverEntry?: string;
  /** Where a production build goes. Default: `_fresh`. */
  outDir?: string;
  /** Default: `static`. */
  staticDir?: string;
  /** Default: `islands`. */
  islandDir?: string;
  /** Default: `routes`. */
  routeDir?: string;
  /** Files to leave out. Default: tests. */
  ignore?: RegExp[];
  /** Make source maps of production bundles. Default: none. */
  sourceMap?: { kind: "linked" | "inline" | "external" };
}

// deno-lint-ignore no-explicit-any -- an app of any state
type AnyApp = App<any>;

/**
 * Builds an application, or serves it in development.
 *
 * @example
 * ```ts
 * const builder = new Builder();
 * if (Deno.args.includes("build")) await builder.build();
 * else await builder.listen(() => import("./main.ts"));
 * ```
 */
export class Builder {
  readonly #options: BuildOptions;
  readonly #root: string;
  readonly #transforms: Transforms;
  readonly #islandModules: string[] = [];

  constructor(options: BuildOptions = {}) {
    this.#options = options;
    this.#root = toPath(options.root ?? ".", Deno.cwd());
    this.#transforms = new Transforms(options.target);
  }

  /** Adds a module with islands: a path, or a URL that resolves to a file. */
  registerIsland(specifier: string): void {
    const resolved = /^(jsr|npm):/.test(specifier) ? import.meta.resolve(specifier) : specifier;
    if (/^(?!file:)[a-z][a-z+.-]+:/.test(resolved)) {
      throw new Error(`Expected an island's file, but got: ${specifier}`);
    }
    this.#islandModules.push(toPath(resolved, this.#root));
  }

  /** Adds a change to the static files that its filter matches. */
  onTransformStaticFile(
    options: OnTransformOptions,
    transform: TransformFn,
  ): void {
    this.#transforms.add(options, transform);
  }

  /**
   * Builds for production.
   *
   * @returns gives the build to an app, which tests want. With `snapshot: "memory"` nothing is written
   * @throws Error when an island doesn't bundle, or the output folder holds something else
   */
  async build(
    options: {
      mode?: "development" | "production";
      snapshot?: "disk" | "memory";
    } = {},
  ): Promise<(app: AnyApp) => void> {
    const { mode = "production", snapshot: kind = "disk" } = options;
    this.#transforms.mode = mode;
    const snapshot = this.#snapshot(mode, false);
    await snapshot.bundle();
    if (kind === "disk") {
      const outDir = toPath(this.#options.outDir ?? "_fresh", this.#root);
      const entry = toPath(this.#options.serverEntry ?? "main.ts", this.#root);
      await writeBuild(snapshot, outDir, entry);
    }
    return (app) => {
      app.config.mode = mode;
      setSnapshot(app, snapshot);
    };
  }

  /**
   * Serves an app in development: nothing is cached, pages reload when the server restarts, and errors show
   * their stack. Run it with `deno run --watch` to have it restart on changes.
   *
   * @param importApp gives the app, or the module that exports it as `app`
   */
  async listen(
    importApp: () => Promise<AnyApp | { app: AnyApp }>,
    options: ListenOptions = {},
  ): Promise<void> {
    this.#transforms.mode = "development";
    const imported = await importApp();
    const app = imported instanceof App ? imported : imported.app;
    const snapshot = this.#snapshot("development", true);
    app.config.mode = "development";
    setSnapshot(app, snapshot);
    await prepare(app);
    // Begun before the first request, which then waits for less or nothing.
    snapshot.bundle().catch(logError);
    const handler = withLiveReload(app.handler(), app.config.basePath);
    await serve(handler, app.config.basePath, options);
  }

  #snapshot(
    mode: "development" | "production",
    liveReload: boolean,
  ): UnbuiltSnapshot {
    const { staticDir, islandDir, routeDir, ignore, sourceMap } = this.#options;
    const production = mode === "production";
    return new UnbuiltSnapshot({
      root: this.#root,
      staticDir: toPath(staticDir ?? "static", this.#root),
      islandDir: toPath(islandDir ?? "islands", this.#root),
      routeDir: toPath(routeDir ?? "routes", this.#root),
      ignore: ignore ?? [TEST_FILES],
      islandModules: this.#islandModules,
      transforms: this.#transforms,
      bundle: {
        minify: production,
        sourceMap: production ? sourceMap?.kind : "inline",
      },
      liveReload,
    });
  }
}

function toPath(path: string, base: string): string {
  if (path.startsWith("file:")) return fileURLToPath(path);
  return isAbsolute(path) ? path : join(base, path);
}
