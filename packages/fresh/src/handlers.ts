/** Types of what answers requests, and `page()`. */
import type { ComponentChildren, FunctionComponent } from "preact";
import type { ResolvedFreshConfig } from "./config.ts";
import type { Context } from "./context.ts";
import type { Method } from "./router.ts";

/** Takes the context, returns a response; `ctx.next()` runs what comes after it. */
export type MiddlewareFn<State> = (
  ctx: Context<State>,
) => Response | Promise<Response>;

/** One middleware or several. */
export type Middleware<State> = MiddlewareFn<State> | MiddlewareFn<State>[];

/** A value, or a function that loads it when it is first needed. */
export type MaybeLazy<T> = T | (() => Promise<T>);

/** What a handler returns to have its route's component rendered. */
export interface PageResponse<Data> {
  data: Data;
  headers?: HeadersInit | undefined;
  status?: number | undefined;
}

/** A handler of a route: a response, or data for the route's component. */
export type HandlerFn<Data, State> = (
  ctx: Context<State>,
) =>
  | Response
  | PageResponse<Data>
  | void
  | Promise<Response | PageResponse<Data> | void>;

/** A handler for each method. */
export type HandlerByMethod<Data, State> = {
  [M in Method]?: HandlerFn<Data, State>;
};

/** One handler for all methods, or one for each. */
export type RouteHandler<Data, State> =
  | HandlerFn<Data, State>
  | HandlerByMethod<Data, State>;

/** What page, layout and app components are given. */
export interface PageProps<Data = unknown, State = unknown> {
  /** In layouts and the app wrapper: what goes inside. */
  Component: FunctionComponent;
  config: ResolvedFreshConfig;
  /** What the handler returned through {@linkcode page}. */
  data: Data;
  /** On error pages: what was thrown. Otherwise null. */
  error: unknown;
  info: Deno.ServeHandlerInfo;
  /** Always false here: partials are not part of this package. */
  isPartial: boolean;
  params: Record<string, string>;
  req: Request;
  state: State;
  url: URL;
  /** The pattern that matched, or null. */
  route: string | null;
}

/** A component of a route: sync, or async when it loads its own data, and then it may return a response. */
// deno-lint-ignore no-explicit-any -- components take the props that their handlers give
export type RouteComponent<Data = any, State = any> = (
  props: PageProps<Data, State>,
) => ComponentChildren | Promise<ComponentChildren | Response>;

/** Settings of a layout. */
export interface LayoutConfig {
  /** Leave out the layouts of the segments above. */
  skipInheritedLayouts?: boolean;
  /** Leave out the app wrapper. */
  skipAppWrapper?: boolean;
}

/** Settings of a route. */
export interface RouteConfig extends LayoutConfig {
  /** The URL pattern to use instead of the one that the file path gives. */
  routeOverride?: string;
}

/** A route as registered with `app.route()` or exported by a file. */
// deno-lint-ignore no-explicit-any -- a table of routes holds routes of any data
export interface Route<State = any> {
  component?: RouteComponent | undefined;
  // deno-lint-ignore no-explicit-any -- as above
  handler?: RouteHandler<any, State> | undefined;
  // deno-lint-ignore no-explicit-any -- as above
  handlers?: RouteHandler<any, State> | undefined;
  config?: RouteConfig | undefined;
  /** Stylesheets to link in the page's head. */
  css?: string[] | undefined;
}

/** The data in each of several results; distributes over them, so that one without data adds nothing. */
type DataIn<Result> = Result extends { data: infer Data } ? Data : never;

/** The data that a handler passes to its page. */
type DataOfFn<F> = F extends (...args: never[]) => infer R ? DataIn<Awaited<R>>
  : never;

/** The data that the handlers of a route pass to its page. */
export type DataOf<H> = H extends (...args: never[]) => unknown ? DataOfFn<H>
  : { [K in keyof H]: DataOfFn<H[K]> }[keyof H];

/**
 * Renders the route's component with data.
 *
 * Headers are set one by one, so of several `Set-Cookie` only the last stays: return a `Response` for those.
 *
 * @example
 * ```ts
 * return page({ project }, { status: 201 });
 * ```
 */
export function page<Data>(
  data: Data,
  options?: { headers?: HeadersInit; status?: number },
): PageResponse<Data>;
/** Renders the route's component without data. */
export function page(): PageResponse<undefined>;
export function page(
  data?: unknown,
  options: { headers?: HeadersInit; status?: number } = {},
): PageResponse<unknown> {
  return { data, headers: options.headers, status: options.status };
}
