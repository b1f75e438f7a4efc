/** Elements of the head, of which the last with the same identity stays. */
import { type ComponentChildren, h, toChildArray, type VNode } from "preact";
import { comment } from "./markup.ts";

interface HeadEntry {
  readonly identity: string | null;
  readonly vnode: VNode;
  /** Rendered inside `<head>`, where the last one with its identity goes. */
  readonly inHead: boolean;
}

/** Collects what `<head>` and `Head` hold while a page renders, and puts it in place afterwards. */
export class HeadEntries {
  readonly #entries: HeadEntry[] = [];
  readonly #token: string;

  /** @param token unique to this render, so that no text of the page can be mistaken for a place */
  constructor(token: string) {
    this.#token = token;
  }

  /** Takes the children of a `Head` component. */
  addOutside(children: ComponentChildren): void {
    for (const child of toChildArray(children)) {
      if (typeof child === "object") {
        this.#entries.push({
          identity: identityOf(child),
          vnode: child,
          inHead: false,
        });
      }
    }
  }

  /** The children of `<head>`, those with an identity replaced by their places. */
  placesFor(children: ComponentChildren): ComponentChildren[] {
    return toChildArray(children).map((child) => {
      if (typeof child !== "object") return child;
      const identity = identityOf(child);
      if (identity === null) return child;
      const index = this.#entries.push({ identity, vnode: child, inHead: true }) - 1;
      return comment(this.#placeName(index));
    });
  }

  /**
   * Renders the entries.
   *
   * @returns `fill` replaces the places in rendered text, `rest` is what has no place
   */
  resolve(
    render: (vnode: VNode) => string,
  ): { fill: (html: string) => string; rest: string } {
    const winners = new Map<string, VNode>();
    for (const { identity, vnode } of this.#entries) {
      if (identity !== null) winners.set(identity, vnode);
    }
    const done = new Set<string>();
    const take = ({ identity, vnode }: HeadEntry): string => {
      if (identity === null) return render(vnode);
      if (done.has(identity)) return "";
      done.add(identity);
      return render(winners.get(identity) ?? vnode);
    };
    const placed: { place: string; text: string }[] = [];
    this.#entries.forEach((entry, index) => {
      if (!entry.inHead) return;
      placed.push({
        place: `<!--${this.#placeName(index)}-->`,
        text: take(entry),
      });
    });
    const rest = this.#entries.filter((entry) => !entry.inHead).map(take).join(
      "",
    );
    const fill = (html: string) =>
      placed.reduce(
        (filled, { place, text }) => filled.replace(place, () => text),
        html,
      );
    return { fill, rest };
  }

  #placeName(index: number): string {
    return `${this.#token}-head-${index}`;
  }
}

/** What makes two elements the same: the title, the key, the id, the name of a meta element, in this order. */
function identityOf(vnode: VNode): string | null {
  if (typeof vnode.type !== "string") return null;
  if (vnode.type === "title") return "title";
  const props = vnode.props as Record<string, unknown>;
  if (vnode.key !== null && vnode.key !== undefined) return `key ${vnode.key}`;
  if (typeof props.id === "string") return `id ${props.id}`;
  if (vnode.type === "meta" && typeof props.name === "string") {
    return `meta ${props.name}`;
  }
  return null;
}

/** The element with its key as an attribute, by which the browser finds it again. */
export function withDataKey(vnode: VNode): VNode {
  if (
    typeof vnode.type !== "string" || vnode.key === null ||
    vnode.key === undefined
  ) return vnode;
  return h(vnode.type, {
    ...vnode.props as object,
    "data-key": String(vnode.key),
  }) as VNode;
}
