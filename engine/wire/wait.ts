/**
 * What the loops of a load wait for, and how they are resumed.
 *
 * A loop is a generator: it yields what it waits for, and goes on when that is over. Where the answer
 * comes from a poller it is resumed by a plain call, which costs a tenth of what a promise does;
 * anything else it may wait for is a promise.
 */
import { Poller } from "./native/poller.ts";

/** Something under way that says itself when it is over. */
export interface Pending {
  /** Set by who waits, before it can be over. An `error` means that it failed. */
  onOver: (error?: unknown) => void;
}

export type Wait = Pending | Promise<unknown>;

/** A piece of work that now and then has to wait. */
export type Steps<T = void> = Generator<Wait, T, void>;

/** Runs steps to their end, and gives or throws what they do. */
export function runSteps<T>(steps: Steps<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const step = (error?: unknown) => {
      try {
        const next = error === undefined ? steps.next() : steps.throw(error);
        if (next.done) resolve(next.value);
        else if (next.value instanceof Promise) stepAfter(next.value, step);
        else next.value.onOver = step;
      } catch (error) {
        reject(error);
      }
    };
    step();
  });
}

/** A single wait as a promise. */
export function over(wait: Wait): Promise<unknown> {
  return wait instanceof Promise ? wait : runSteps(waitOnce(wait));
}

function* waitOnce(wait: Wait): Steps {
  yield wait;
}

/** What is no poller's needs the event loop, which a poller that sleeps would hold up. */
async function stepAfter(promise: Promise<unknown>, step: (error?: unknown) => void) {
  const poller = Poller.ofThread();
  poller?.enterPromise();
  let failure: unknown;
  try {
    await promise;
  } catch (error) {
    failure = error;
  } finally {
    poller?.leavePromise();
  }
  step(failure);
}
