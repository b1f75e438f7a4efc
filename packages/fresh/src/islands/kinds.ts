/** Tells apart the values that props hold. */
import type { VNode } from "preact";

/** What signals look like, whichever copy of the library made them. */
export interface SignalLike {
  peek(): unknown;
}

const SIGNAL_BRAND = Symbol.for("preact-signals");

/** True for signals, computed ones included. */
export function isSignal(value: object): value is SignalLike {
  return (value as { brand?: unknown }).brand === SIGNAL_BRAND;
}

/** True for a computed signal: its value can't be set. */
export function isComputed(value: SignalLike): boolean {
  for (let at: unknown = value; at !== null; at = Object.getPrototypeOf(at)) {
    const found = Object.getOwnPropertyDescriptor(at, "value");
    if (found !== undefined) return found.set === undefined;
  }
  return false;
}

/** True for vnodes. They have an own `constructor` of undefined, which no parsed JSON can have. */
export function isVNode(value: object): value is VNode {
  return Object.hasOwn(value, "constructor") &&
    value.constructor === undefined &&
    "type" in value && "props" in value;
}

/** True for object literals and objects without a prototype. */
export function isPlainObject(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
