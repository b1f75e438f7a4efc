/** What the framework keeps of a request beside the public context. */
import type { FunctionComponent } from "preact";
import type { Context } from "./context.ts";
import type { RouteComponent } from "./handlers.ts";
import type { Snapshot } from "./snapshot.ts";

/** Mutable state of one request. */
export interface ContextInternals {
  next: () => Promise<Response>;
  app: RouteComponent | null;
  layouts: readonly RouteComponent[];
  /** Stylesheets of the route, linked in the head. */
  css: readonly string[];
  error: unknown;
  data: unknown;
  Component: FunctionComponent;
  snapshot: Snapshot;
  /** Set by `csp({ useNonce: true })`: inline scripts and styles get a nonce. */
  wantsNonce: boolean;
  /** The nonce that the rendered page carries. */
  nonce: string | null;
}

const all = new WeakMap<object, ContextInternals>();

/** Attaches internals to a new context. */
export function setInternals(ctx: object, internals: ContextInternals): void {
  all.set(ctx, internals);
}

/** The internals of a context made by an {@linkcode App}. */
export function internalsOf<State>(ctx: Context<State>): ContextInternals {
  const internals = all.get(ctx);
  if (internals === undefined) {
    throw new TypeError("Not a context that Fresh made");
  }
  return internals;
}
