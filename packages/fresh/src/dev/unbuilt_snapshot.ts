/** An application's files as they lie in the project: found, imported and bundled when first needed. */
import { join, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { ComponentType } from "preact";
import { contentTypeOf } from "../content_type.ts";
import type { FsRouteFile } from "../fs_routes.ts";
import {
  chunkUrl,
  type ClientEntry,
  type Island,
  type IslandRegistry,
  newBuildId,
  readEnv,
  type Snapshot,
  type StaticFile,
} from "../snapshot.ts";
import { type Bundle, bundle, type BundleOptions, chunkNames } from "./bundle.ts";
import { LIVE_RELOAD_SCRIPT } from "./live_reload.ts";
import { type NamedIsland, nameIslands } from "./name_islands.ts";
import { scanSources, type Sources, TEST_FILES } from "./scan.ts";
import { StaticDir } from "./static_dir.ts";
import { Transforms } from "./transforms.ts";

/** Where the files are. */
export interface UnbuiltOptions {
  /** Absolute path of the project. */
  readonly root: string;
  /** Absolute paths; by default `routes`, `islands` and `static` below the root. */
  readonly routeDir?: string;
  readonly islandDir?: string;
  readonly staticDir?: string;
  readonly ignore?: readonly RegExp[];
  /** Absolute paths of further modules with islands. */
  readonly islandModules?: readonly string[];
  readonly transforms?: Transforms;
  readonly bundle?: BundleOptions;
  /** Have pages reload when the server restarts. */
  readonly liveReload?: boolean;
}

/** What is known of the islands. */
interface IslandSet {
  readonly names: readonly NamedIsland[];
  readonly registry: IslandRegistry;
}

/** The module that the browser runs to revive islands. */
const CLIENT_ENTRY = fileURLToPath(
  new URL("../client/mod.ts", import.meta.url),
);

/** Reads the project itself. Used by tests, the dev server, and `main.ts` run without a build. */
export class UnbuiltSnapshot implements Snapshot {
  readonly buildId = newBuildId(readEnv);
  readonly liveReload: string | null;
  readonly staticDir: StaticDir;
  readonly #options: UnbuiltOptions;
  readonly #sources = once(() => this.#scan());
  readonly #islands = once(() => this.#loadIslands());
  readonly #routes = once(() => this.#loadRoutes());
  readonly #bundle = once(async () => {
    const options = this.#options.bundle ?? { minify: true };
    return await bundle(await this.#entries(), options);
  });

  constructor(options: UnbuiltOptions) {
    this.#options = options;
    this.liveReload = options.liveReload ? LIVE_RELOAD_SCRIPT : null;
    this.staticDir = new StaticDir(
      options.staticDir ?? join(options.root, "static"),
      options.transforms ?? new Transforms(),
    );
  }

  /** Absolute paths of the routes and islands. */
  sources(): Promise<Sources> {
    return this.#sources();
  }

  /** The islands and the modules they are in. */
  async namedIslands(): Promise<readonly NamedIsland[]> {
    return (await this.#islands()).names;
  }

  /** Bundles the islands, once. */
  bundle(): Promise<Bundle> {
    return this.#bundle();
  }

  routes(): Promise<readonly FsRouteFile[]> {
    return this.#routes();
  }

  async islands(): Promise<IslandRegistry> {
    return (await this.#islands()).registry;
  }

  async client(): Promise<ClientEntry> {
    return {
      chunk: nameOf(chunkNames(await this.#entries()), CLIENT_ENTRY),
      preload: [],
    };
  }

  /** The client entry's chunks in the bundle. */
  async bundledClient(): Promise<ClientEntry> {
    const entry = (await this.bundle()).entries.get(CLIENT_ENTRY);
    if (entry === undefined) throw new Error("The bundle lacks the client");
    return entry;
  }

  async staticFile(pathname: string): Promise<StaticFile | null> {
    const scripts = chunkUrl(this.buildId, "");
    if (!pathname.startsWith(scripts)) {
      return await this.staticDir.file(pathname);
    }
    const { files } = await this.bundle();
    const content = files.get(pathname.slice(scripts.length));
    if (content === undefined) return null;
    return {
      contentType: contentTypeOf(pathname),
      size: content.length,
      hash: this.buildId,
      immutable: true,
      open: () => Promise.resolve(content),
    };
  }

  /** Path of a route below the routes folder, with forward slashes. */
  routePath(path: string): string {
    return relative(this.#routeDir, path).split(sep).join("/");
  }

  get #routeDir(): string {
    return this.#options.routeDir ?? join(this.#options.root, "routes");
  }

  #scan(): Promise<Sources> {
    const { root, islandDir = join(root, "islands"), ignore = [TEST_FILES] } = this.#options;
    return scanSources({ routeDir: this.#routeDir, islandDir, ignore });
  }

  async #islandPaths(): Promise<string[]> {
    const { islands } = await this.#sources();
    return [...new Set([...islands, ...this.#options.islandModules ?? []])];
  }

  async #entries(): Promise<string[]> {
    return [CLIENT_ENTRY, ...await this.#islandPaths()];
  }

  async #loadIslands(): Promise<IslandSet> {
    const paths = await this.#islandPaths();
    const modules = await Promise.all(
      paths.map(async (path) => ({ path, module: await importFile(path) })),
    );
    const chunks = chunkNames(await this.#entries());
    const names = nameIslands(modules);
    const byPath = new Map(modules.map(({ path, module }) => [path, module]));
    // deno-lint-ignore no-explicit-any -- islands have props of any kind
    const registry = new Map<ComponentType<any>, Island>();
    for (const { path, name, exportName } of names) {
      const component = byPath.get(path)?.[exportName] as ComponentType;
      registry.set(component, {
        name,
        exportName,
        chunk: nameOf(chunks, path),
        preload: [],
      });
    }
    return { names, registry };
  }

  async #loadRoutes(): Promise<FsRouteFile[]> {
    const { routes } = await this.#sources();
    return await Promise.all(routes.map(async (path): Promise<FsRouteFile> => {
      return { path: this.routePath(path), module: await importFile(path) };
    }));
  }
}

async function importFile(path: string): Promise<Record<string, unknown>> {
  return await import(pathToFileURL(path).href);
}

function nameOf(names: ReadonlyMap<string, string>, path: string): string {
  const name = names.get(path);
  if (name === undefined) throw new Error(`No chunk is named for ${path}`);
  return name;
}

/** Runs a function the first time, and again only after it has failed. */
function once<T>(run: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | null = null;
  return () => {
    result ??= run().catch((error) => {
      result = null;
      throw error;
    });
    return result;
  };
}
