/** What an application knows of its files: routes, islands, static files and the browser's bundles. */
import type { ComponentType } from "preact";
import type { FsRouteFile } from "./fs_routes.ts";

/** A component that the browser revives. */
export interface Island {
  /** Unique on a page and a JavaScript identifier. */
  readonly name: string;
  /** The name the module exports it by. */
  readonly exportName: string;
  /** URL path of its chunk, without the base path. */
  readonly chunk: string;
  /** URL paths of the chunks that it imports, for preloading. Empty when not known. */
  readonly preload: readonly string[];
}

/** Islands by their component. */
// deno-lint-ignore no-explicit-any -- islands have props of any kind
export type IslandRegistry = ReadonlyMap<ComponentType<any>, Island>;

/** A file that is served as it is. */
export interface StaticFile {
  readonly contentType: string;
  /** Bytes. */
  readonly size: number;
  /** Changes when the content does. */
  readonly hash: string;
  /** True when its URL changes whenever its content does. */
  readonly immutable: boolean;
  /** Opens the content. The caller reads it to the end or cancels it. */
  open(): Promise<BodyInit>;
}

/** The client's entry chunk. */
export interface ClientEntry {
  readonly chunk: string;
  readonly preload: readonly string[];
}

/** The files of an application, either built ahead or found when they are needed. */
export interface Snapshot {
  readonly buildId: string;
  /** Path of a script that reloads the page when the server restarts; null outside the dev server. */
  readonly liveReload: string | null;
  /** The modules under `routes/`. */
  routes(): Promise<readonly FsRouteFile[]>;
  islands(): Promise<IslandRegistry>;
  client(): Promise<ClientEntry>;
  /** The file at a decoded URL path without the base path, or null. */
  staticFile(pathname: string): Promise<StaticFile | null>;
}

/** Where chunks are served. */
export function chunkUrl(buildId: string, name: string): string {
  return `/_fresh/js/${buildId}/${name}`;
}

/**
 * The id for a new build: the deployment's or commit's, else random.
 *
 * @param env reads an environment variable
 */
export function newBuildId(env: (name: string) => string | undefined): string {
  for (const name of ["DENO_DEPLOYMENT_ID", "GITHUB_SHA", "CI_COMMIT_SHA"]) {
    const value = env(name);
    if (value !== undefined && value !== "") {
      return value.replace(/[^\w.-]/g, "_");
    }
  }
  return crypto.randomUUID().replaceAll("-", "");
}

/** Reads an environment variable; none when the process may not. */
export function readEnv(name: string): string | undefined {
  try {
    return Deno.env.get(name);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return undefined;
    throw error;
  }
}
