/** Registrations of an application, applied in order to a segment tree and a router. */
import type { LayoutConfig, MiddlewareFn, Route, RouteComponent, RouteConfig } from "./handlers.ts";
import { fsCommands, type FsRouteFile } from "./fs_routes.ts";
import { mergePath, mergeRoutePath } from "./paths.ts";
import { errorHandler, type MaybeLazyRoute, methodsOf, runRoute } from "./route.ts";
import { type Method, METHODS, Router } from "./router.ts";
import { chainOf, lazily, Segment } from "./segments.ts";

// deno-lint-ignore no-explicit-any -- commands of apps of any state
type AnyState = any;

/** One registration. Paths are without the app's base path. */
export type Command =
  | { type: "middleware"; path: string; middlewares: readonly unknown[] }
  | {
    type: "layout";
    path: string;
    component: RouteComponent;
    config: LayoutConfig;
  }
  | { type: "app"; component: RouteComponent }
  | {
    type: "error";
    path: string;
    item: MiddlewareFn<AnyState> | MaybeLazyRoute<AnyState>;
  }
  | {
    type: "notFound";
    item: MiddlewareFn<AnyState> | MaybeLazyRoute<AnyState>;
  }
  | {
    type: "handler";
    methods: readonly Method[];
    path: string;
    middlewares: readonly unknown[];
  }
  | {
    type: "route";
    pattern: string;
    /** The path whose middlewares and layouts it takes. */
    segment: string;
    route: MaybeLazyRoute<AnyState>;
    config: RouteConfig;
  }
  | { type: "fsRoutes"; mount: string };

/** What runs for a matched request. */
export type Chain = readonly MiddlewareFn<unknown>[];

/** An application ready to answer. */
export interface Routes {
  readonly router: Router<Chain>;
  /** For requests that match no route. */
  readonly rootChain: Chain;
}

/**
 * Applies commands in order.
 *
 * @param files what `fsRoutes` stands for
 */
export function applyCommands(
  commands: readonly Command[],
  files: readonly FsRouteFile[],
  basePath: string,
): Routes {
  const root = new Segment();
  const router = new Router<Chain>();
  const add = (methods: readonly Method[], pattern: string, chain: Chain) => {
    for (const method of methods) {
      router.add(method, mergeRoutePath(basePath, pattern), chain);
    }
  };
  const apply = (command: Command): void => {
    switch (command.type) {
      case "middleware":
        root.at(command.path).middlewares.push(
          ...command.middlewares.map(lazily),
        );
        return;
      case "layout":
        root.at(command.path).layout = {
          component: command.component,
          config: command.config,
        };
        return;
      case "app":
        root.app = command.component;
        return;
      case "error":
        root.at(command.path).onError = errorHandler(command.item);
        return;
      case "notFound":
        root.notFound = errorHandler(command.item);
        return;
      case "handler": {
        const chain = [
          ...chainOf(root.at(command.path)),
          ...command.middlewares.map(lazily),
        ];
        return add(command.methods, command.path, chain);
      }
      case "route": {
        const { methods, run } = routeRunner(command.route, command.config);
        return add(methods, command.pattern, [
          ...chainOf(root.at(command.segment)),
          run,
        ]);
      }
      case "fsRoutes":
        fsCommands(files, command.mount).forEach(apply);
        return;
    }
  };
  commands.forEach(apply);
  return { router, rootChain: chainOf(root) };
}

/** A lazy route answers every method until it is loaded, and then 405 for those it has no handler for. */
function routeRunner(
  route: MaybeLazyRoute<AnyState>,
  config: RouteConfig,
): { methods: readonly Method[]; run: MiddlewareFn<unknown> } {
  const configured = (it: Route): Route => ({
    ...it,
    config: { ...it.config, ...config },
  });
  if (typeof route !== "function") {
    const ready = configured(route);
    return {
      methods: methodsOf(ready),
      run: (ctx) => runRoute(ctx, ready, 200),
    };
  }
  let loading: Promise<Route> | null = null;
  return {
    methods: METHODS,
    run: async (ctx) => {
      loading ??= route();
      return await runRoute(ctx, configured(await loading), 200);
    },
  };
}

/** The same commands below a path. The app wrapper and the 404 page are of the whole application. */
export function mounted(commands: readonly Command[], path: string): Command[] {
  return commands.map((command): Command => {
    switch (command.type) {
      case "app":
      case "notFound":
        return command;
      case "handler":
        return { ...command, path: mergeRoutePath(path, command.path) };
      case "route":
        return {
          ...command,
          pattern: mergeRoutePath(path, command.pattern),
          segment: mergePath(path, command.segment),
        };
      case "fsRoutes":
        return { ...command, mount: mergePath(path, command.mount) };
      default:
        return { ...command, path: mergePath(path, command.path) };
    }
  });
}
