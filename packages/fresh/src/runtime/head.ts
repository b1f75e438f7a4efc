import { type ComponentChildren, Fragment, h, type JSX, render } from "preact";
import { useEffect } from "preact/hooks";
import { IS_BROWSER } from "./is_browser.ts";

/** Where `Head` puts its children on the server; set by the renderer while it renders a page. */
export const headSink: {
  current: ((children: ComponentChildren) => void) | null;
} = {
  current: null,
};

/**
 * Adds its children to the document's head.
 *
 * An element replaces one that is there already when both are `<title>`, or have the same `key`, the same
 * `id`, or are `<meta>` with the same `name`. The one rendered last wins. In the browser this happens once,
 * when the island that holds it is revived; it does not follow later changes.
 */
export function Head(
  props: { children?: ComponentChildren },
): JSX.Element | null {
  if (!IS_BROWSER) {
    headSink.current?.(props.children);
    return null;
  }
  // deno-lint-ignore react-rules-of-hooks -- IS_BROWSER never changes
  useEffect(() => applyToHead(props.children), []);
  return null;
}

function applyToHead(children: ComponentChildren): void {
  const rendered = document.createElement("template").content;
  // Keys are not attributes, so they are read from the vnodes, which render in the same order.
  const keys = keysOf(children);
  render(h(Fragment, null, children), rendered);
  Array.from(rendered.children).forEach((element, index) => {
    const key = keys[index];
    if (key !== undefined && key !== null) {
      element.setAttribute("data-key", key);
    }
    if (element.localName === "title") {
      document.title = element.textContent ?? "";
      return;
    }
    const existing = findInHead(element);
    if (existing === null) document.head.append(element);
    else existing.replaceWith(element);
  });
}

function keysOf(children: ComponentChildren): (string | null)[] {
  if (Array.isArray(children)) return children.flatMap(keysOf);
  if (
    typeof children !== "object" || children === null || !("type" in children)
  ) return [];
  return [
    children.key === undefined || children.key === null ? null : String(children.key),
  ];
}

function findInHead(element: Element): Element | null {
  const key = element.getAttribute("data-key");
  const all = Array.from(document.head.children);
  return all.find((it) => key !== null && it.getAttribute("data-key") === key) ??
    all.find((it) => element.id !== "" && it.id === element.id) ??
    all.find((it) =>
      element.localName === "meta" && it.localName === "meta" &&
      element.hasAttribute("name") &&
      it.getAttribute("name") === element.getAttribute("name")
    ) ?? null;
}
