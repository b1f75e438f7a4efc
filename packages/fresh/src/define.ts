import type { ComponentChildren } from "preact";
import type {
  DataOf,
  HandlerByMethod,
  HandlerFn,
  Middleware,
  PageProps,
  RouteHandler,
} from "./handlers.ts";

type Rendered = ComponentChildren | Promise<ComponentChildren | Response>;

/** What {@linkcode createDefine} returns: functions that give types and return what they are given. */
export interface Define<State> {
  /** Handlers of a route. */
  handlers<
    H extends HandlerFn<unknown, State> | HandlerByMethod<unknown, State>,
  >(handlers: H): H;
  /** The component of a route; `define.page<typeof handlers>` types its `data`. */
  page<H extends RouteHandler<unknown, State> = never>(
    component: (
      props: PageProps<[H] extends [never] ? unknown : DataOf<H>, State>,
    ) => Rendered,
  ): typeof component;
  /** A layout. */
  layout(
    component: (props: PageProps<unknown, State>) => Rendered,
  ): typeof component;
  /** A middleware, or several. */
  middleware<M extends Middleware<State>>(middleware: M): M;
}

/**
 * Makes helpers that type routes by the application's state.
 *
 * @example
 * ```ts
 * export const define = createDefine<{ user: string }>();
 * export const handlers = define.handlers({ GET: (ctx) => page({ name: ctx.state.user }) });
 * export default define.page<typeof handlers>(({ data }) => <p>{data.name}</p>);
 * ```
 */
export function createDefine<State>(): Define<State> {
  return {
    handlers: (handlers) => handlers,
    page: (component) => component,
    layout: (component) => component,
    middleware: (middleware) => middleware,
  };
}
