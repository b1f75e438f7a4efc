/** Files under `routes/` as registrations. */
import type { Middleware, Route, RouteComponent, RouteConfig } from "./handlers.ts";
import { compareRoutes, mergePath, pathToPattern } from "./paths.ts";
import type { Command } from "./commands.ts";

/** A module under `routes/`. */
export interface FsRouteFile {
  /** Path below `routes/` with forward slashes and extension: `blog/[slug].tsx`. */
  readonly path: string;
  readonly module: Record<string, unknown>;
}

/**
 * Turns files into commands: first what applies to folders, then routes, the most specific first.
 *
 * @param mount path below which the routes are put
 * @throws Error naming the file when it lacks the exports that its name asks for
 */
export function fsCommands(
  files: readonly FsRouteFile[],
  mount: string,
): Command[] {
  const folders: Command[] = [];
  const routes: FsRouteFile[] = [];
  for (const file of files) {
    const command = folderCommand(file, mount);
    if (command === null) routes.push(file);
    else folders.push(command);
  }
  routes.sort((a, b) => compareRoutes(withoutExtension(a.path), withoutExtension(b.path)));
  return [...folders, ...routes.map((file) => routeCommand(file, mount))];
}

/** The command of a file whose name begins with an underscore, or null for a route. */
function folderCommand(file: FsRouteFile, mount: string): Command | null {
  const path = withoutExtension(file.path);
  const folder = mergePath(
    mount,
    path.slice(0, path.lastIndexOf("/") + 1).replace(/\/$/, ""),
  );
  const { module } = file;
  const component = module.default as RouteComponent | undefined;
  switch (path.slice(path.lastIndexOf("/") + 1)) {
    case "_middleware": {
      const found = (module.handler ?? module.handlers ?? module.default) as Middleware<
        unknown
      >;
      const middlewares = Array.isArray(found) ? found : [found];
      if (!middlewares.every((it) => typeof it === "function")) {
        throw missingExports(file);
      }
      middlewares.forEach((it) => checkArity(it, file));
      return { type: "middleware", path: folder, middlewares };
    }
    case "_layout":
      if (typeof component !== "function") throw missingExports(file);
      return {
        type: "layout",
        path: folder,
        component,
        config: configOf(file),
      };
    case "_app":
      if (typeof component !== "function") throw missingExports(file);
      return { type: "app", component };
    case "_error":
      return { type: "error", path: folder, item: routeOf(file) };
    case "_404":
      return { type: "notFound", item: routeOf(file) };
    default:
      return null;
  }
}

function routeCommand(file: FsRouteFile, mount: string): Command {
  const path = withoutExtension(file.path);
  const route = routeOf(file);
  const own = route.config?.routeOverride ?? pathToPattern(`/${path}`);
  const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
  return {
    type: "route",
    pattern: mergePath(mount, own),
    segment: mergePath(mount, folder),
    route,
    config: configOf(file),
  };
}

function routeOf(file: FsRouteFile): Route {
  const { module } = file;
  const handlers = module.handlers ?? module.handler;
  const isComponent = typeof module.default === "function";
  const isHandler = typeof handlers === "function" ||
    (typeof handlers === "object" && handlers !== null);
  if (!isComponent && !isHandler) throw missingExports(file);
  const functions = typeof handlers === "function" ? [handlers] : Object.values(handlers ?? {});
  functions.forEach((it) => checkArity(it, file));
  return {
    component: isComponent ? module.default as RouteComponent : undefined,
    handlers: handlers as Route["handlers"],
    config: configOf(file),
    css: Array.isArray(module.css) ? module.css : undefined,
  };
}

function configOf(file: FsRouteFile): RouteConfig {
  return (file.module.config ?? {}) as RouteConfig;
}

function missingExports(file: FsRouteFile): Error {
  return new Error(
    "Expected a route, middleware, layout or error template, but couldn't find relevant exports " +
      `in: ${file.path}`,
  );
}

/** Handlers of Fresh 1 took the request and the context; called with one argument they would fail later. */
function checkArity(handler: unknown, file: FsRouteFile): void {
  if (typeof handler !== "function" || handler.length < 2) return;
  throw new Error(
    "Handlers must only have one argument but found more than one. " +
      `Check the function signature in: ${file.path}`,
  );
}

function withoutExtension(path: string): string {
  return path.replace(/\.[cm]?[jt]sx?$/, "");
}
