/** One page turned into text: islands marked, head filled, scripts added. */
import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { IslandMarks } from "../islands/island_marks.ts";
import { asset, assetSrcSet } from "../runtime/asset.ts";
import { setBuildId } from "../runtime/build_id.ts";
import { headSink } from "../runtime/head.ts";
import { chunkUrl, type ClientEntry, type Island, type IslandRegistry } from "../snapshot.ts";
import { HeadEntries, withDataKey } from "./head_entries.ts";
import { observed, type VNodeObserver } from "./hooks.ts";
import { attribute, comment, scriptString } from "./markup.ts";

/** What a page needs to know of its application and request. */
export interface PageRenderInit {
  readonly islands: IslandRegistry;
  readonly client: () => Promise<ClientEntry>;
  readonly basePath: string;
  readonly buildId: string;
  readonly nonce: string | null;
  readonly css: readonly string[];
  readonly liveReload: string | null;
}

type Props = Record<string, unknown>;

/** Renders one page. Use it once. */
export class PageRender implements VNodeObserver {
  readonly #init: PageRenderInit;
  readonly #token = `fresh-${crypto.randomUUID()}`;
  readonly #head = new HeadEntries(this.#token);
  readonly #marks: IslandMarks;
  readonly #seen = new Set<string>();
  /** Props to put back: a vnode may be kept by a module and rendered again for another request. */
  readonly #changed = new Map<VNode, { type: VNode["type"]; props: unknown }>();

  constructor(init: PageRenderInit) {
    this.#init = init;
    this.#marks = new IslandMarks(
      init.islands,
      (vnode) => this.#remember(vnode),
    );
  }

  /**
   * Renders a vnode as a whole document.
   *
   * @returns the document, and the URLs of the modules that it loads
   */
  async render(
    vnode: VNode,
  ): Promise<{ html: string; preload: readonly string[] }> {
    let html: string, hidden: string, rest: string, state: string | null;
    let fill: (html: string) => string;
    try {
      html = this.#toText(vnode);
      hidden = this.#marks.hiddenSlots((slot) => this.#toText(slot));
      ({ fill, rest } = this.#head.resolve((entry) => this.#toText(withDataKey(entry))));
      state = this.#marks.used.size === 0 ? null : this.#marks.serialize();
    } finally {
      for (const [changed, { type, props }] of this.#changed) {
        Object.assign(changed, { type, props });
      }
    }
    const head = this.#links() + rest;
    if (state === null) {
      return {
        html: this.#document(fill(html), head, this.#reload()),
        preload: [],
      };
    }
    const client = await this.#init.client();
    const tail = hidden + this.#bootScript(client, state) + this.#reload();
    return {
      html: this.#document(fill(html), head, tail),
      preload: this.#preloads(client),
    };
  }

  beforeRender(vnode: VNode): void {
    if (typeof vnode.type === "string") {
      this.#beforeElement(vnode as VNode<Props>, vnode.type);
    }
    this.#marks.beforeRender(vnode);
  }

  #toText(vnode: VNode): string {
    setBuildId(this.#init.buildId);
    headSink.current = (children) => this.#head.addOutside(children);
    try {
      return observed(this, () => renderToString(vnode));
    } finally {
      headSink.current = null;
    }
  }

  #remember(vnode: VNode): void {
    if (!this.#changed.has(vnode)) {
      this.#changed.set(vnode, { type: vnode.type, props: vnode.props });
    }
  }

  #change(vnode: VNode<Props>, props: Props): void {
    this.#remember(vnode);
    vnode.props = { ...vnode.props, ...props };
  }

  #beforeElement(vnode: VNode<Props>, name: string): void {
    const { props } = vnode;
    switch (name) {
      case "html":
      case "body":
        if (this.#seen.has(name)) return;
        this.#seen.add(name);
        this.#change(vnode, {
          children: [
            name === "html" && comment(`${this.#token}-html-start`),
            props.children,
            comment(`${this.#token}-${name}-end`),
          ],
        });
        return;
      case "head":
        if (this.#seen.has(name)) return;
        this.#seen.add(name);
        this.#change(vnode, {
          children: [
            this.#head.placesFor(props.children as VNode),
            comment(`${this.#token}-head-end`),
          ],
        });
        return;
      case "img":
      case "source":
        if (props["data-fresh-disable-lock"]) return;
        if (typeof props.src === "string") {
          this.#change(vnode, { src: asset(props.src) });
        }
        for (const attr of ["srcset", "srcSet"]) {
          const value = props[attr];
          if (typeof value === "string") {
            this.#change(vnode, { [attr]: assetSrcSet(value) });
          }
        }
        return;
      case "script":
      case "style":
        if (this.#init.nonce !== null && props.nonce === undefined) {
          this.#change(vnode, { nonce: this.#init.nonce });
        }
        return;
    }
  }

  /** The rendered text as a document, with what a page may have left out: `<html>`, `<head>`, `<body>`. */
  #document(html: string, head: string, tail: string): string {
    const place = (name: string) => `<!--${this.#token}-${name}-->`;
    const seenHead = this.#seen.has("head");
    const ownHead = seenHead ? "" : `<head><meta charset="utf-8">${head}</head>`;
    const bodyEnd = this.#seen.has("body") ? tail : "";
    const htmlEnd = this.#seen.has("body") ? "" : tail;
    const filled = html
      .replace(place("head-end"), () => head)
      .replace(place("body-end"), () => bodyEnd)
      .replace(place("html-start"), () => ownHead)
      .replace(place("html-end"), () => htmlEnd);
    if (this.#seen.has("html")) return `<!DOCTYPE html>${filled}`;
    if (seenHead || this.#seen.has("body")) {
      return `<!DOCTYPE html><html>${ownHead}${filled}${htmlEnd}</html>`;
    }
    return `<!DOCTYPE html><html>${ownHead}<body>${filled}${tail}</body></html>`;
  }

  #links(): string {
    return this.#init.css.map((path) => {
      const url = path.replace(/^\.?\/*/, `${this.#init.basePath}/`);
      return `<link rel="stylesheet" href=${attribute(asset(url))}>`;
    }).join("");
  }

  #reload(): string {
    const { liveReload, basePath } = this.#init;
    if (liveReload === null) return "";
    return `<script type="module" src=${
      attribute(basePath + liveReload)
    }${this.#nonce()}></script>`;
  }

  #nonce(): string {
    return this.#init.nonce === null ? "" : ` nonce=${attribute(this.#init.nonce)}`;
  }

  #url(chunk: string): string {
    return this.#init.basePath + chunkUrl(this.#init.buildId, chunk);
  }

  #bootScript(client: ClientEntry, state: string): string {
    const islands = [...this.#marks.used];
    const imports = islands.map((island) =>
      `import{${importName(island)} as ${island.name}}from${scriptString(this.#url(island.chunk))};`
    ).join("");
    const names = islands.map((island) => island.name).join(",");
    return `<script type="module"${this.#nonce()}>` +
      `import{boot}from${scriptString(this.#url(client.chunk))};${imports}` +
      `boot({${names}},${scriptString(state)},${scriptString(this.#init.buildId)});</script>`;
  }

  #preloads(client: ClientEntry): string[] {
    const all = [client, ...this.#marks.used].flatMap((
      it,
    ) => [it.chunk, ...it.preload]);
    return [...new Set(all)].map((chunk) => this.#url(chunk));
  }
}

function importName(island: Island): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(island.exportName)
    ? island.exportName
    : JSON.stringify(island.exportName);
}
