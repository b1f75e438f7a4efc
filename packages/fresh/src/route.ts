/** Runs a route: its handler, and its component with what the handler returned. */
import { Fragment, h, type VNode } from "preact";
import type { Context } from "./context.ts";
import { internalsOf } from "./context_internals.ts";
import type { HandlerFn, MiddlewareFn, PageResponse, Route } from "./handlers.ts";
import { HttpError } from "./http_error.ts";
import { componentToVNode, propsOf } from "./render/components.ts";
import { type Method, METHODS } from "./router.ts";
import { lazily } from "./segments.ts";

/** A route, or what loads it. */
export type MaybeLazyRoute<State> =
  | Route<State>
  | (() => Promise<Route<State>>);

/** The methods that a route answers. GET is among them when it has a component. */
export function methodsOf(route: Route): Method[] {
  const handlers = route.handlers ?? route.handler;
  if (typeof handlers === "function") return [...METHODS];
  return METHODS.filter((method) =>
    handlers?.[method] !== undefined ||
    (method === "GET" && route.component !== undefined)
  );
}

/**
 * Answers with a route.
 *
 * @param status of a page whose handler names none
 * @throws HttpError 405 when it has neither a handler for the method nor a component to show instead
 */
export async function runRoute(
  ctx: Context<unknown>,
  route: Route,
  status: number,
  anyMethod = false,
): Promise<Response> {
  const internals = internalsOf(ctx);
  const handler = handlerFor(route, ctx.req.method);
  let init: PageResponse<unknown> = { data: undefined };
  if (handler !== undefined) {
    const result = await handler(ctx);
    if (result instanceof Response) return result;
    if (result !== undefined) init = result;
  } else if (
    !anyMethod && !(route.component && /^(GET|HEAD)$/.test(ctx.req.method))
  ) {
    throw new HttpError(405);
  }
  if (route.component === undefined) {
    throw new Error(
      `Expected a "Response" instance to be returned, but got: ${init.data} (the route has no component)`,
    );
  }
  internals.data = init.data;
  internals.css = route.css ?? [];
  const props = propsOf(ctx, internals.Component);
  const content = await componentToVNode(route.component, props);
  if (content instanceof Response) return content;
  const headers = new Headers();
  new Headers(init.headers).forEach((value, name) => headers.set(name, value));
  const vnode: VNode = h(Fragment, null, content);
  return await ctx.render(
    vnode,
    { status: init.status ?? status, headers },
    route.config,
  );
}

function handlerFor(
  route: Route,
  method: string,
): HandlerFn<unknown, unknown> | undefined {
  const handlers = route.handlers ?? route.handler;
  if (handlers === undefined || typeof handlers === "function") return handlers;
  const own = Object.hasOwn(handlers, method) ? handlers[method as Method] : undefined;
  return own ?? (method === "HEAD" ? handlers.GET : undefined);
}

/** An error page as a middleware: a route shows its component with the error's status, whatever the method. */
export function errorHandler(
  // deno-lint-ignore no-explicit-any -- of an app of any state
  item: MiddlewareFn<any> | MaybeLazyRoute<any>,
): MiddlewareFn<unknown> {
  if (typeof item !== "function") {
    return (ctx) => runRoute(ctx, item, statusOf(ctx), true);
  }
  let loaded: MiddlewareFn<unknown> | null = null;
  const direct = lazily(async (ctx: Context<unknown>) => {
    const result: unknown = await (item as (ctx: Context<unknown>) => unknown)(
      ctx,
    );
    if (result instanceof Response || !isRoute(result)) return result;
    loaded = (ctx) => runRoute(ctx, result, statusOf(ctx), true);
    return await loaded(ctx);
  });
  return (ctx) => loaded === null ? direct(ctx) : loaded(ctx);
}

function isRoute(value: unknown): value is Route {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    ("component" in value || "handler" in value || "handlers" in value);
}

function statusOf(ctx: Context<unknown>): number {
  return ctx.error instanceof HttpError ? ctx.error.status : 500;
}
