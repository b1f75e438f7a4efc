import { type ComponentChildren, Fragment, type FunctionComponent, h, type VNode } from "preact";
import type { Context } from "../context.ts";
import { internalsOf } from "../context_internals.ts";
import type { LayoutConfig } from "../handlers.ts";
import { componentToVNode, propsOf } from "./components.ts";
import { PageRender } from "./page_render.ts";

/** Renders a vnode inside the request's layouts and app wrapper into an HTML response. */
export async function renderPage<State>(
  ctx: Context<State>,
  vnode: VNode | null,
  init: ResponseInit,
  config: LayoutConfig,
): Promise<Response> {
  const internals = internalsOf(ctx);
  const layouts = config.skipInheritedLayouts ? [] : internals.layouts;
  const app = config.skipAppWrapper ? null : internals.app;

  let content: ComponentChildren = vnode;
  for (const component of [...layouts].reverse().concat(app ?? [])) {
    const inner = content;
    const Component: FunctionComponent = () => h(Fragment, null, inner);
    internals.Component = Component;
    const outer = await componentToVNode(component, propsOf(ctx, Component));
    if (outer instanceof Response) return outer;
    content = outer;
  }

  const { snapshot } = internals;
  if (internals.wantsNonce) {
    internals.nonce ??= crypto.randomUUID().replaceAll("-", "");
  }
  const page = new PageRender({
    islands: await snapshot.islands(),
    client: () => snapshot.client(),
    basePath: ctx.config.basePath,
    buildId: snapshot.buildId,
    nonce: internals.nonce,
    css: internals.css,
    liveReload: snapshot.liveReload,
  });
  const { html, preload } = await page.render(h(Fragment, null, content));

  const headers = new Headers(init.headers);
  headers.set("Content-Type", "text/html; charset=utf-8");
  if (preload.length > 0) {
    headers.append(
      "Link",
      preload.map((url) => `<${url}>; rel="modulepreload"; as="script"`).join(
        ", ",
      ),
    );
  }
  return new Response(html, { ...init, headers });
}
