/** An application's files as a build left them. */
import { fileURLToPath } from "node:url";
import type { ComponentType } from "preact";
import type { FsRouteFile } from "./fs_routes.ts";
import type { ClientEntry, Island, IslandRegistry, Snapshot, StaticFile } from "./snapshot.ts";

/** An island in a build. */
export type BuiltIsland = Island;

/** A static file in a build. */
export interface BuiltStaticFile {
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  readonly hash: string;
  readonly immutable: boolean;
}

/** The `files` of a generated `snapshot.js`. */
export interface BuiltFiles {
  readonly buildId: string;
  readonly client: ClientEntry;
  /** Paths of the routes, in the order of their modules. */
  readonly routes: readonly string[];
  /** Islands of each module, in the order of the modules. */
  readonly islands: readonly (readonly BuiltIsland[])[];
  /** By URL path. */
  readonly staticFiles: Readonly<Record<string, BuiltStaticFile>>;
}

/** A generated `snapshot.js`. */
export interface SnapshotModule {
  readonly files: BuiltFiles;
  readonly routes: readonly Record<string, unknown>[];
  readonly islands: readonly Record<string, unknown>[];
}

/** Serves a build. Only files that the build listed are ever opened. */
export class BuiltSnapshot implements Snapshot {
  readonly buildId: string;
  readonly liveReload = null;
  readonly #module: SnapshotModule;
  readonly #folder: URL;
  readonly #islands: IslandRegistry;

  /** @param folder where the static files are, with a trailing slash */
  constructor(module: SnapshotModule, folder: URL) {
    this.buildId = module.files.buildId;
    this.#module = module;
    this.#folder = folder;
    this.#islands = new Map(
      module.files.islands.flatMap((islands, i) =>
        islands.map((island) => {
          const component = module.islands[i]?.[island.exportName];
          return [component as ComponentType, island] as const;
        })
      ),
    );
  }

  routes(): Promise<readonly FsRouteFile[]> {
    const { files, routes } = this.#module;
    return Promise.resolve(
      files.routes.map((path, i) => ({ path, module: routes[i] ?? {} })),
    );
  }

  islands(): Promise<IslandRegistry> {
    return Promise.resolve(this.#islands);
  }

  client(): Promise<ClientEntry> {
    return Promise.resolve(this.#module.files.client);
  }

  staticFile(pathname: string): Promise<StaticFile | null> {
    const { staticFiles } = this.#module.files;
    const file = Object.hasOwn(staticFiles, pathname) ? staticFiles[pathname] : undefined;
    if (file === undefined) return Promise.resolve(null);
    const { type, size, hash, immutable } = file;
    const open = async () => {
      const names = pathname.slice(1).split("/").map(encodeURIComponent).join(
        "/",
      );
      return (await Deno.open(fileURLToPath(new URL(names, this.#folder))))
        .readable;
    };
    return Promise.resolve({ contentType: type, size, hash, immutable, open });
  }
}
