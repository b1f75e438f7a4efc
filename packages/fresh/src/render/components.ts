/** Page, layout and app components made into vnodes. */
import { type ComponentChildren, type FunctionComponent, h, type VNode } from "preact";
import type { Context } from "../context.ts";
import { internalsOf } from "../context_internals.ts";
import type { PageProps, RouteComponent } from "../handlers.ts";

/** The props of a component of this request. */
export function propsOf<State>(
  ctx: Context<State>,
  Component: FunctionComponent,
): PageProps<unknown, State> {
  const { data, error } = internalsOf(ctx);
  return {
    Component,
    config: ctx.config,
    data,
    error,
    info: ctx.info,
    isPartial: ctx.isPartial,
    params: ctx.params,
    req: ctx.req,
    route: ctx.route,
    state: ctx.state,
    url: ctx.url,
  };
}

/**
 * A component as something to render. An async one has run when this returns, and may have made a response;
 * a sync one runs when it is rendered, so it may use hooks.
 */
export async function componentToVNode(
  component: RouteComponent,
  props: PageProps,
): Promise<ComponentChildren | Response> {
  if (component.constructor.name === "AsyncFunction") {
    return await component(props);
  }
  return h(checked(component), props as never);
}

const wrapped = new WeakMap<RouteComponent, FunctionComponent>();

/** The same component, that says so when it returns what can't be rendered instead of rendering nothing. */
function checked(component: RouteComponent): FunctionComponent {
  const known = wrapped.get(component);
  if (known !== undefined) return known;
  const wrapper: FunctionComponent = (props) => {
    const result = component(props as never);
    if (result instanceof Promise || result instanceof Response) {
      const what = result instanceof Response ? "Response" : "Promise";
      throw new TypeError(
        `The component ${component.name || "(anonymous)"} returned a ${what}: declare it async`,
      );
    }
    return result as VNode;
  };
  wrapper.displayName = component.name;
  wrapped.set(component, wrapper);
  return wrapper;
}
