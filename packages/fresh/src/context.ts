import type { FunctionComponent, VNode } from "preact";
import type { ResolvedFreshConfig } from "./config.ts";
import { type ContextInternals, internalsOf, setInternals } from "./context_internals.ts";
import type { LayoutConfig } from "./handlers.ts";
import { renderPage } from "./render/page_response.ts";
import { type UpgradeOptions, upgradeWebSocket, type WebSocketHandlers } from "./websocket.ts";

/** What a context is made of. */
export interface ContextInit {
  readonly req: Request;
  readonly url: URL;
  readonly info: Deno.ServeHandlerInfo;
  readonly config: ResolvedFreshConfig;
  readonly params: Record<string, string>;
  readonly route: string | null;
  readonly internals: ContextInternals;
}

/** What `ctx.stream()` can send. */
export type Streamable =
  | ReadableStream<Uint8Array | string>
  | AsyncIterable<Uint8Array | string>
  | Iterable<Uint8Array | string>
  | (() => AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>);

/** One request: shared by all middlewares, handlers and components that answer it. */
export class Context<State> {
  readonly req: Request;
  /** The requested URL, repeated slashes in its path collapsed. */
  readonly url: URL;
  readonly info: Deno.ServeHandlerInfo;
  readonly config: ResolvedFreshConfig;
  /** Decoded values of the route pattern's groups. */
  readonly params: Record<string, string>;
  /** The route pattern that matched, or null. */
  readonly route: string | null;
  /** Values that middlewares hand on; a new object each request. */
  readonly state: State = {} as State;
  /** Always false here: partials are not part of this package. */
  readonly isPartial: boolean = false;

  constructor(init: ContextInit) {
    this.req = init.req;
    this.url = init.url;
    this.info = init.info;
    this.config = init.config;
    this.params = init.params;
    this.route = init.route;
    setInternals(this, init.internals);
  }

  /** What the handler gave to the page. */
  get data(): unknown {
    return internalsOf(this).data;
  }

  /** What was thrown, on error pages; otherwise null. */
  get error(): unknown {
    return internalsOf(this).error;
  }

  /** In layouts and the app wrapper: what goes inside. */
  get Component(): FunctionComponent {
    return internalsOf(this).Component;
  }

  /** Runs the next middleware or the handler. */
  next(): Promise<Response> {
    return internalsOf(this).next();
  }

  /**
   * Renders a page: the vnode inside the layouts and the app wrapper.
   *
   * @example
   * ```tsx
   * app.get("/teapot", (ctx) => ctx.render(<h1>Teapot</h1>, { status: 418 }));
   * ```
   */
  async render(
    // deno-lint-ignore no-explicit-any -- a vnode of any props
    vnode: VNode<any> | null,
    init: ResponseInit = {},
    config: LayoutConfig = {},
  ): Promise<Response> {
    return await renderPage(this, vnode, init, config);
  }

  /**
   * Redirects. In a path, repeated slashes collapse, so that `//host` can't lead to another site.
   *
   * @param status default 302
   */
  redirect(pathOrUrl: string, status = 302): Response {
    return new Response(null, {
      status,
      headers: { location: safeLocation(pathOrUrl) },
    });
  }

  /** Responds with text, `text/plain` unless `init` says otherwise. */
  text(content: string, init?: ResponseInit): Response {
    return new Response(content, init);
  }

  /** Responds with HTML as it is given. */
  html(content: string, init: ResponseInit = {}): Response {
    const headers = new Headers(init.headers);
    headers.set("Content-Type", "text/html; charset=utf-8");
    return new Response(content, { ...init, headers });
  }

  /** Responds with a value as JSON. */
  // deno-lint-ignore no-explicit-any -- as `Response.json()`
  json(content: any, init?: ResponseInit): Response {
    return Response.json(content, init);
  }

  /** Responds with a body that comes in parts; text is encoded as UTF-8. */
  stream(source: Streamable, init?: ResponseInit): Response {
    const parts = typeof source === "function" ? source() : source;
    const stream = parts instanceof ReadableStream ? parts : ReadableStream.from(parts);
    const encoder = new TextEncoder();
    const bytes = stream.pipeThrough(
      new TransformStream<Uint8Array | string, Uint8Array>({
        transform: (part, controller) =>
          controller.enqueue(
            typeof part === "string" ? encoder.encode(part) : part,
          ),
      }),
    );
    return new Response(bytes, init);
  }

  /**
   * Upgrades the request to a WebSocket and hands its events to the handlers.
   *
   * @throws HttpError 400 when the request asks for no upgrade
   */
  upgrade(handlers: WebSocketHandlers, options?: UpgradeOptions): Response;
  /** Upgrades the request and gives the socket itself. */
  upgrade(options?: UpgradeOptions): { socket: WebSocket; response: Response };
  upgrade(
    first?: WebSocketHandlers | UpgradeOptions,
    options?: UpgradeOptions,
  ): Response | { socket: WebSocket; response: Response } {
    return upgradeWebSocket(this.req, first, options);
  }
}

/** Collapses slashes of either kind in the path of a local redirect: browsers read `\` as `/` and skip tabs. */
function safeLocation(pathOrUrl: string): string {
  const target = pathOrUrl.replace(/[\t\r\n]/g, "");
  if (!/^[/\\]/.test(target)) return target;
  const end = target.search(/[?#]/);
  const path = end === -1 ? target : target.slice(0, end);
  return path.replace(/[/\\]+/g, "/") + (end === -1 ? "" : target.slice(end));
}
