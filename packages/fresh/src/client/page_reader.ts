/** Reads islands, and the server's JSX inside them, from the page. */
import { type ComponentChild, type ComponentType, Fragment, h, type VNode } from "preact";
import {
  ISLAND_END,
  ISLAND_START,
  type IslandStates,
  SLOT_END,
  SLOT_START,
  SLOT_TEMPLATE,
} from "../islands/format.ts";
import { commentsIn, isComment, nodesOf, numberOf, rangeFrom } from "./find_islands.ts";

/** Makes vnodes of what the server rendered. Read everything before the first island is revived. */
export class PageReader {
  readonly #components: Record<string, ComponentType>;
  readonly #slots = new Map<number, ComponentChild[]>();
  #states: IslandStates = [];

  constructor(components: Record<string, ComponentType>) {
    this.#components = components;
  }

  /** A vnode that shows the server's JSX with this number. */
  slot(id: number): VNode {
    return h(ServerJsx, { content: () => this.#slots.get(id) ?? [] }) as VNode;
  }

  /** Reads all slots: those that islands show, and those that wait in templates. */
  readSlots(states: IslandStates): void {
    this.#states = states;
    for (const start of commentsIn(document, SLOT_START)) {
      const range = rangeFrom(start, SLOT_START, SLOT_END);
      const id = numberOf(start, SLOT_START);
      if (range !== null && !this.#slots.has(id)) {
        this.#slots.set(id, this.#read(nodesOf(range)));
      }
    }
    for (const template of document.querySelectorAll("template")) {
      if (!template.id.startsWith(SLOT_TEMPLATE)) continue;
      const id = Number(template.id.slice(SLOT_TEMPLATE.length));
      if (this.#slots.has(id)) continue;
      this.#readNested(template.content);
      this.#slots.set(id, this.#read(Array.from(template.content.childNodes)));
    }
  }

  /** The island that a start comment names, or null when it names none. */
  island(start: Comment): VNode | null {
    const [name, key, props] = this.#states[numberOf(start, ISLAND_START)] ??
      [];
    if (name === undefined || !Object.hasOwn(this.#components, name)) {
      return null;
    }
    const component = this.#components[name];
    if (component === undefined) return null;
    return h(component, key === null ? { ...props } : { ...props, key });
  }

  /** Reads the slots of islands inside a template, which a walk through the document doesn't reach. */
  #readNested(content: DocumentFragment): void {
    for (const start of commentsIn(content, SLOT_START)) {
      const range = rangeFrom(start, SLOT_START, SLOT_END);
      if (range !== null) {
        this.#slots.set(
          numberOf(start, SLOT_START),
          this.#read(nodesOf(range)),
        );
      }
    }
  }

  /** Siblings as vnodes: islands as their components, comments left out. */
  #read(nodes: readonly ChildNode[]): ComponentChild[] {
    const children: ComponentChild[] = [];
    let skipTo: Node | null = null;
    for (const node of nodes) {
      if (skipTo !== null) {
        if (node === skipTo) skipTo = null;
      } else if (node.nodeType === Node.TEXT_NODE) {
        children.push((node as Text).data);
      } else if (node.nodeType === Node.ELEMENT_NODE) {
        children.push(this.#element(node as Element));
      } else if (isComment(node, ISLAND_START)) {
        children.push(this.island(node));
        skipTo = rangeFrom(node, ISLAND_START, ISLAND_END)?.end ?? null;
      }
    }
    return children;
  }

  #element(element: Element): VNode {
    const props: Record<string, unknown> = {};
    for (const { name, value } of element.attributes) {
      // An attribute without a value is one that is on: Preact sets the property, and "" would turn it off.
      const isSwitch = value === "" &&
        typeof Reflect.get(element, name) === "boolean";
      props[name] = isSwitch ? true : value;
    }
    return h(
      element.localName,
      props,
      ...this.#read(Array.from(element.childNodes)),
    ) as VNode;
  }
}

function ServerJsx({ content }: { content: () => ComponentChild[] }): VNode {
  return h(Fragment, null, content());
}
