/** Preact's hook that lets a page's render see each vnode before it is turned into text. */
import { options, type VNode } from "preact";

/** What wants to see the vnodes. */
export interface VNodeObserver {
  beforeRender(vnode: VNode): void;
}

/** Preact calls this before it renders a vnode; the name is the mangled one of its published build. */
interface MangledOptions {
  __b?: (vnode: VNode) => void;
}

let current: VNodeObserver | null = null;

const mangled = options as MangledOptions;
const previous = mangled.__b;
mangled.__b = (vnode) => {
  current?.beforeRender(vnode);
  previous?.(vnode);
};

/** Runs a synchronous render under an observer. */
export function observed<T>(observer: VNodeObserver, render: () => T): T {
  const outer = current;
  current = observer;
  try {
    return render();
  } finally {
    current = outer;
  }
}

/** The vnode that holds this one, or null at the top. Also a mangled name. */
export function parentOf(vnode: VNode): VNode | null {
  return (vnode as { __?: VNode | null }).__ ?? null;
}
