/**
 * The tree of path segments. Each holds the middlewares, layout and error page registered for it; a route
 * takes those of every segment on its way, as they stand when it is added.
 */
import type { Context } from "./context.ts";
import { internalsOf } from "./context_internals.ts";
import type { LayoutConfig, MiddlewareFn, RouteComponent } from "./handlers.ts";
import { HttpError } from "./http_error.ts";
import { segmentNames } from "./paths.ts";

/** A layout with its settings. */
export interface LayoutEntry {
  readonly component: RouteComponent;
  readonly config: LayoutConfig;
}

/** One part of a path. */
export class Segment {
  readonly parent: Segment | null;
  readonly children = new Map<string, Segment>();
  readonly middlewares: MiddlewareFn<unknown>[] = [];
  layout: LayoutEntry | null = null;
  onError: MiddlewareFn<unknown> | null = null;
  /** Of the root only. */
  app: RouteComponent | null = null;
  /** Of the root only: read when a request fails, not when a route is added. */
  notFound: MiddlewareFn<unknown> | null = null;

  constructor(parent: Segment | null = null) {
    this.parent = parent;
  }

  /** The segment for a path below this one, made when it isn't there. */
  at(path: string): Segment {
    return segmentNames(path).reduce<Segment>((segment, name) => {
      const found = segment.children.get(name) ?? new Segment(segment);
      segment.children.set(name, found);
      return found;
    }, this);
  }
}

/** What to run before a route of this segment: from the root down, each segment's error boundary and middlewares. */
export function chainOf(segment: Segment): MiddlewareFn<unknown>[] {
  const path: Segment[] = [];
  for (let at: Segment | null = segment; at !== null; at = at.parent) {
    path.unshift(at);
  }
  const root = path[0] ?? segment;
  return path.flatMap((it) => [boundary(it, root), ...it.middlewares]);
}

/** Adds the segment's layout to the page, and handles what is thrown inside. */
function boundary(segment: Segment, root: Segment): MiddlewareFn<unknown> {
  const { app, layout, onError } = segment;
  const isRoot = segment === root;
  return async (ctx) => {
    const internals = internalsOf(ctx);
    if (isRoot) internals.app = app;
    if (layout !== null) {
      if (layout.config.skipAppWrapper) internals.app = null;
      const inherited = layout.config.skipInheritedLayouts ? [] : internals.layouts;
      internals.layouts = [...inherited, layout.component];
    }
    const { app: appHere, layouts: layoutsHere } = internals;
    try {
      return await ctx.next();
    } catch (error) {
      const handler = pick(error, isRoot, root, onError);
      if (handler === null) throw error;
      internals.app = appHere;
      internals.layouts = layoutsHere;
      internals.error = error;
      return await handler(ctx);
    }
  };
}

/** A 404 goes to the app's own page for it, whichever segment it came from; the rest to the segment's error page. */
function pick(
  error: unknown,
  isRoot: boolean,
  root: Segment,
  onError: MiddlewareFn<unknown> | null,
): MiddlewareFn<unknown> | null {
  const is404 = error instanceof HttpError && error.status === 404;
  if (!is404 || root.notFound === null) return onError;
  return isRoot ? root.notFound : null;
}

/**
 * Runs middlewares in order; each is left of what its `ctx.next()` runs.
 *
 * @throws Error when one doesn't return a response
 */
export function runChain(
  chain: readonly MiddlewareFn<unknown>[],
  ctx: Context<unknown>,
  last: () => Promise<Response>,
): Promise<Response> {
  const internals = internalsOf(ctx);
  const dispatch = async (index: number): Promise<Response> => {
    const middleware = chain[index];
    if (middleware === undefined) return await last();
    const before = internals.next;
    internals.next = () => dispatch(index + 1);
    try {
      const result: unknown = await middleware(ctx);
      if (result instanceof Response) return result;
      throw new Error(
        `Expected a "Response" instance to be returned, but got: ${result}`,
      );
    } finally {
      internals.next = before;
    }
  };
  return dispatch(0);
}

/** Wraps a middleware that may turn out to be the loader of one: it then runs what was loaded, from then on. */
export function lazily(middleware: unknown): MiddlewareFn<unknown> {
  let loaded: MiddlewareFn<unknown> | null = null;
  return async (ctx) => {
    if (loaded !== null) return await loaded(ctx);
    const result: unknown = await (middleware as (ctx: unknown) => unknown)(
      ctx,
    );
    const list = Array.isArray(result) ? result : [result];
    if (list.length === 0 || !list.every((it) => typeof it === "function")) {
      return result as Response;
    }
    const steps: MiddlewareFn<unknown>[] = list;
    loaded = (ctx) => runChain(steps, ctx, internalsOf(ctx).next);
    return await loaded(ctx);
  };
}
