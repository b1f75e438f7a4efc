import { applyCommands, type Command, mounted, type Routes } from "./commands.ts";
import { type FreshConfig, resolveConfig, type ResolvedFreshConfig } from "./config.ts";
import { Context } from "./context.ts";
import { toErrorResponse } from "./error_response.ts";
import type {
  LayoutConfig,
  MaybeLazy,
  Middleware,
  MiddlewareFn,
  RouteComponent,
  RouteConfig,
} from "./handlers.ts";
import { HttpError } from "./http_error.ts";
import { type ListenOptions, serve } from "./listen.ts";
import type { MaybeLazyRoute } from "./route.ts";
import { type Method, METHODS } from "./router.ts";
import { setBuildId } from "./runtime/build_id.ts";
import { runChain } from "./segments.ts";
import type { Snapshot } from "./snapshot.ts";
import { requestUrl } from "./request_url.ts";
import type { UpgradeOptions, WebSocketHandlers } from "./websocket.ts";

/** Answers requests. */
export type AppHandler = (
  req: Request,
  info?: Deno.ServeHandlerInfo,
) => Promise<Response>;

type Lazy<State> = MaybeLazy<Middleware<State>>;

/** The connection of a request that came from no server, as in tests. */
const NO_CONNECTION: Deno.ServeHandlerInfo<Deno.NetAddr> = {
  remoteAddr: { transport: "tcp", hostname: "localhost", port: 1234 },
  completed: Promise.resolve(),
};

/** Gives an app its files; set through {@linkcode setSnapshot}. */
let assignSnapshot: <State>(app: App<State>, snapshot: Snapshot) => void;
/** Resolves when the app can answer. */
let prepareApp: <State>(app: App<State>) => Promise<unknown>;

/**
 * An application: routes, middlewares, layouts and error pages, applied in the order they are registered.
 * A middleware registered after a route doesn't run for it.
 *
 * @example
 * ```ts
 * export const app = new App()
 *   .use(staticFiles())
 *   .get("/hello", () => new Response("hello"))
 *   .fsRoutes();
 * ```
 */
export class App<State = unknown> {
  /** The configuration with its defaults. */
  readonly config: ResolvedFreshConfig;
  readonly #commands: Command[] = [];
  #snapshot: Snapshot | null = null;
  #routes: Promise<Routes> | null = null;

  static {
    assignSnapshot = (app, snapshot) => {
      app.#snapshot = snapshot;
      app.#routes = null;
    };
    prepareApp = (app) => app.#prepare();
  }

  constructor(config: FreshConfig = {}) {
    this.config = resolveConfig(config);
  }

  /** Adds middlewares for every path, or for those below a path. */
  use(...middlewares: Lazy<State>[]): this;
  use(path: string, ...middlewares: Lazy<State>[]): this;
  use(first: string | Lazy<State>, ...rest: Lazy<State>[]): this {
    const [path, middlewares] = typeof first === "string" ? [first, rest] : ["*", [first, ...rest]];
    return this.#add({
      type: "middleware",
      path,
      middlewares: middlewares.flat(),
    });
  }

  /** Answers GET, and HEAD where nothing else does. */
  get(path: string, ...middlewares: Lazy<State>[]): this {
    return this.#handle(["GET"], path, middlewares);
  }

  /** Answers POST. */
  post(path: string, ...middlewares: Lazy<State>[]): this {
    return this.#handle(["POST"], path, middlewares);
  }

  /** Answers PUT. */
  put(path: string, ...middlewares: Lazy<State>[]): this {
    return this.#handle(["PUT"], path, middlewares);
  }

  /** Answers PATCH. */
  patch(path: string, ...middlewares: Lazy<State>[]): this {
    return this.#handle(["PATCH"], path, middlewares);
  }

  /** Answers DELETE. */
  delete(path: string, ...middlewares: Lazy<State>[]): this {
    return this.#handle(["DELETE"], path, middlewares);
  }

  /** Answers HEAD. */
  head(path: string, ...middlewares: Lazy<State>[]): this {
    return this.#handle(["HEAD"], path, middlewares);
  }

  /** Answers OPTIONS. */
  options(path: string, ...middlewares: Lazy<State>[]): this {
    return this.#handle(["OPTIONS"], path, middlewares);
  }

  /** Answers every method. */
  all(path: string, ...middlewares: Lazy<State>[]): this {
    return this.#handle(METHODS, path, middlewares);
  }

  /** Upgrades GET requests to WebSockets. */
  ws(
    path: string,
    handlers: WebSocketHandlers,
    options?: UpgradeOptions,
  ): this {
    return this.get(path, (ctx) => ctx.upgrade(handlers, options));
  }

  /** Adds a route: a component, handlers, or both. */
  route(
    path: string,
    route: MaybeLazyRoute<State>,
    config: RouteConfig = {},
  ): this {
    return this.#add({
      type: "route",
      pattern: path,
      segment: path,
      route,
      config,
    });
  }

  /** Sets the layout of a path, inside the layouts of the paths above. */
  layout(
    path: string,
    component: RouteComponent,
    config: LayoutConfig = {},
  ): this {
    return this.#add({ type: "layout", path, component, config });
  }

  /** Sets what goes around every page, down to `<html>`. */
  appWrapper(component: RouteComponent): this {
    return this.#add({ type: "app", component });
  }

  /** Sets the error page of every path, or of those below a path. */
  onError(item: MiddlewareFn<State> | MaybeLazyRoute<State>): this;
  onError(
    path: string,
    item: MiddlewareFn<State> | MaybeLazyRoute<State>,
  ): this;
  onError(
    first: string | MiddlewareFn<State> | MaybeLazyRoute<State>,
    second?: MiddlewareFn<State> | MaybeLazyRoute<State>,
  ): this {
    if (typeof first !== "string") {
      return this.#add({ type: "error", path: "*", item: first });
    }
    if (second === undefined) {
      throw new TypeError("onError() needs a handler or route");
    }
    return this.#add({ type: "error", path: first, item: second });
  }

  /** Sets the answer to every 404, wherever it was thrown. */
  notFound(item: MiddlewareFn<State> | MaybeLazyRoute<State>): this {
    return this.#add({ type: "notFound", item });
  }

  /** Adds the files under `routes/`, below a path when one is given. */
  fsRoutes(pattern = "*"): this {
    return this.#add({ type: "fsRoutes", mount: pattern });
  }

  /** Adds everything of another app below a path. */
  mountApp(path: string, app: App<State>): this {
    for (const command of mounted(app.#commands, path)) this.#add(command);
    return this;
  }

  /** A function that answers requests, for servers and tests. */
  handler(): AppHandler {
    return async (req, info = NO_CONNECTION) => {
      const url = requestUrl(req, this.config.trustProxy);
      try {
        return await this.#answer(req, url, info);
      } catch (error) {
        return toErrorResponse(
          error,
          req,
          this.config,
          this.#snapshot?.liveReload ?? null,
        );
      }
    };
  }

  /** Starts a server. Without a port it takes the first free one from 8000 to 8019. */
  async listen(options: ListenOptions = {}): Promise<void> {
    await this.#prepare();
    await serve(this.handler(), this.config.basePath, options);
  }

  #add(command: Command): this {
    this.#commands.push(command);
    this.#routes = null;
    return this;
  }

  #handle(
    methods: readonly Method[],
    path: string,
    middlewares: Lazy<State>[],
  ): this {
    return this.#add({
      type: "handler",
      methods,
      path,
      middlewares: middlewares.flat(),
    });
  }

  async #answer(
    req: Request,
    url: URL,
    info: Deno.ServeHandlerInfo,
  ): Promise<Response> {
    const { router, rootChain } = await this.#prepare();
    const { item, pattern, params, allowed } = router.match(req.method, url);
    const ctx = new Context<State>({
      req,
      url,
      info,
      config: this.config,
      params,
      route: pattern,
      internals: {
        next: () => Promise.reject(new Error("Nothing comes after the handler")),
        app: null,
        layouts: [],
        css: [],
        error: null,
        data: undefined,
        Component: () => null,
        snapshot: await this.#files(),
        wantsNonce: false,
        nonce: null,
      },
    });
    const unanswered = (): Promise<Response> => {
      if (pattern === null || item !== null) {
        return Promise.reject(new HttpError(404));
      }
      if (req.method !== "OPTIONS") return Promise.reject(new HttpError(405));
      const headers = { Allow: [...allowed, "OPTIONS"].join(", ") };
      return Promise.resolve(new Response(null, { status: 204, headers }));
    };
    return await runChain(
      item ?? rootChain,
      ctx as Context<unknown>,
      unanswered,
    );
  }

  #prepare(): Promise<Routes> {
    this.#routes ??= this.#load().catch((error) => {
      this.#routes = null;
      throw error;
    });
    return this.#routes;
  }

  async #load(): Promise<Routes> {
    const snapshot = await this.#files();
    setBuildId(snapshot.buildId);
    const hasFiles = this.#commands.some((command) => command.type === "fsRoutes");
    const files = hasFiles ? await snapshot.routes() : [];
    return applyCommands(this.#commands, files, this.config.basePath);
  }

  /** Without a build, files are found and bundled when they are needed. */
  async #files(): Promise<Snapshot> {
    if (this.#snapshot === null) {
      const { UnbuiltSnapshot } = await import("./dev/unbuilt_snapshot.ts");
      this.#snapshot ??= new UnbuiltSnapshot({ root: this.config.root });
    }
    return this.#snapshot;
  }
}

/** Gives an app the files it was built from. */
export function setSnapshot<State>(app: App<State>, snapshot: Snapshot): void {
  assignSnapshot(app, snapshot);
}

/** Loads what the app needs before its first request. */
export async function prepare<State>(app: App<State>): Promise<void> {
  await prepareApp(app);
}
