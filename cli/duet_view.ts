/** Two runs that go on in turn, each line with the letter of its side. */
import type { DuetSide } from "../engine/duet_order.ts";
import type { RunEvent } from "../engine/events.ts";
import { LiveView, type LiveViewOptions } from "./live_view.ts";

/** What each side is called where there is room for a letter: as its directory of reports. */
export const SIDE_LETTERS: Readonly<Record<DuetSide, string>> = { baseline: "a", candidate: "b" };

export class DuetView {
  readonly #views: Readonly<Record<DuetSide, LiveView>>;
  #side: DuetSide = "baseline";

  constructor(options: Omit<LiveViewOptions, "label">) {
    const viewOf = (side: DuetSide) =>
      new LiveView({ ...options, label: `${SIDE_LETTERS[side]}  ` });
    this.#views = { baseline: viewOf("baseline"), candidate: viewOf("candidate") };
  }

  /** Takes the events of both runs, in order. */
  handle(side: DuetSide, event: RunEvent): void {
    // There is one live line, and it is the side's that speaks.
    if (side !== this.#side) this.close();
    this.#side = side;
    this.#views[side].handle(event);
  }

  /** Draws the live line anew. */
  tick(): void {
    this.#views[this.#side].tick();
  }

  /** Takes the live line away. Safe to call twice. */
  close(): void {
    this.#views[this.#side].close();
  }
}
