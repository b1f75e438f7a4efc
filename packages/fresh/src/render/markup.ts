/** Small pieces of HTML. */
import { Fragment, h, type VNode } from "preact";

/** An HTML comment. It is lost when it is all that a component returns: return an array then. */
export function comment(text: string): VNode {
  return h(Fragment, { UNSTABLE_comment: text } as object);
}

/** An attribute value, quotes included. */
export function attribute(value: string): string {
  const escaped = value.replaceAll("&", "&amp;").replaceAll('"', "&quot;")
    .replaceAll("<", "&lt;");
  return `"${escaped}"`;
}

/**
 * A string literal for an inline script. `<` is escaped, so that neither `</script>` nor `<!--` can occur.
 */
export function scriptString(value: string): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}
