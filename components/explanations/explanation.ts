/** What something is, in the two sentences that every "what is this?" answers with. */
export interface Explanation {
  /** As pages call it. */
  readonly label: string;
  readonly unit?: string;
  /** Plain text. */
  readonly meaning: string;
}

/** Explanations by the name that the configuration or the result has for the thing. */
export type Explanations = Readonly<Record<string, Explanation>>;
