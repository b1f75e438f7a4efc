/** Marks islands and the JSX inside their props while a page renders. */
import { type ComponentChildren, type FunctionComponent, h, type VNode } from "preact";
import { comment } from "../render/markup.ts";
import { parentOf } from "../render/hooks.ts";
import type { Island, IslandRegistry } from "../snapshot.ts";
import {
  ISLAND_END,
  ISLAND_START,
  type IslandStates,
  SLOT_END,
  SLOT_START,
  SLOT_TEMPLATE,
} from "./format.ts";
import { isPlainObject, isSignal, isVNode } from "./kinds.ts";
import { serialize } from "./serialize.ts";

type Props = Record<string, unknown>;

/** The islands of one page. */
export class IslandMarks {
  /** Islands that the page shows. */
  readonly used = new Set<Island>();
  readonly #registry: IslandRegistry;
  readonly #remember: (vnode: VNode) => void;
  readonly #states: IslandStates = [];
  /** Numbers of vnodes inside island props. */
  readonly #slots = new Map<VNode, number>();
  readonly #shown = new Set<number>();
  /** Boundaries, and the islands in them: neither is to be wrapped again. */
  readonly #wrapped = new WeakSet<VNode>();

  /** @param remember called before a vnode is changed, so that it can be put back */
  constructor(registry: IslandRegistry, remember: (vnode: VNode) => void) {
    this.#registry = registry;
    this.#remember = remember;
  }

  /** Turns an island, or JSX handed to one, into a boundary around itself. */
  beforeRender(vnode: VNode): void {
    if (this.#wrapped.has(vnode)) return;
    const slot = this.#slots.get(vnode);
    if (slot !== undefined) {
      this.#shown.add(slot);
      this.#wrap(vnode, SlotBoundary, slot);
      return;
    }
    const island = this.#islandOf(vnode);
    if (island === undefined || isInsideIsland(vnode)) return;
    this.#markIsland(vnode, island);
  }

  /** Templates for the JSX that no island has shown; the browser needs it when one shows it later. */
  hiddenSlots(render: (vnode: VNode) => string): string {
    let html = "";
    // Rendering one slot may find islands, and so more slots: a Map's iteration reaches those as well.
    for (const [vnode, slot] of this.#slots) {
      if (this.#shown.has(slot)) continue;
      html += `<template id="${SLOT_TEMPLATE}${slot}">${render(vnode)}</template>`;
    }
    return html;
  }

  /** The state of all islands of the page. */
  serialize(): string {
    return serialize(this.#states, (vnode) => this.#slots.get(vnode));
  }

  #islandOf(vnode: VNode): Island | undefined {
    return typeof vnode.type === "function" ? this.#registry.get(vnode.type) : undefined;
  }

  #markIsland(vnode: VNode, island: Island): void {
    this.used.add(island);
    const props = { ...vnode.props as Props };
    const key = vnode.key === null || vnode.key === undefined ? null : String(vnode.key);
    const index = this.#states.push([island.name, key, props]) - 1;
    this.#findSlots(props, new Set());
    this.#wrap(vnode, IslandBoundary, index);
  }

  #wrap(
    vnode: VNode,
    boundary: FunctionComponent<BoundaryProps>,
    index: number,
  ): void {
    // deno-lint-ignore no-explicit-any -- a tag name or a component of any props
    const inner: VNode = h(vnode.type as any, vnode.props as Props);
    // What a slot holds may be an island, so that is still looked at.
    if (boundary === IslandBoundary) this.#wrapped.add(inner);
    this.#remember(vnode);
    Object.assign(vnode, { type: boundary, props: { index, inner } });
    this.#wrapped.add(vnode);
  }

  #findSlots(value: unknown, visited: Set<object>): void {
    if (typeof value !== "object" || value === null || visited.has(value)) {
      return;
    }
    visited.add(value);
    if (isVNode(value)) {
      if (!this.#slots.has(value)) this.#slots.set(value, this.#slots.size);
    } else if (isSignal(value)) this.#findSlots(value.peek(), visited);
    else if (Array.isArray(value) || value instanceof Set) {
      for (const item of value) this.#findSlots(item, visited);
    } else if (value instanceof Map) {
      for (const item of value.values()) this.#findSlots(item, visited);
    } else if (isPlainObject(value)) {
      for (const item of Object.values(value)) this.#findSlots(item, visited);
    }
  }
}

interface BoundaryProps {
  index: number;
  inner: VNode;
}

const IslandBoundary: FunctionComponent<BoundaryProps> = ({ index, inner }) =>
  between(`${ISLAND_START}${index}`, inner, ISLAND_END);

const SlotBoundary: FunctionComponent<BoundaryProps> = ({ index, inner }) =>
  between(`${SLOT_START}${index}`, inner, SLOT_END);

function between(start: string, inner: VNode, end: string): VNode {
  const parts: ComponentChildren[] = [comment(start), inner, comment(end)];
  return parts as unknown as VNode;
}

/** True for what an island renders itself, as opposed to JSX of the server within it. */
function isInsideIsland(vnode: VNode): boolean {
  for (let at = parentOf(vnode); at !== null; at = parentOf(at)) {
    if (at.type === (SlotBoundary as unknown)) return false;
    if (at.type === (IslandBoundary as unknown)) return true;
  }
  return false;
}
