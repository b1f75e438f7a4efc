/** Mid-ranks, doubled: whole numbers, so that sums of them can be counted exactly. */

export interface DoubledRanks {
  /** Twice the mid-rank of each value, in the order given. */
  readonly ranks: Uint32Array;
  /** Σ(t³ − t) over the groups of t ties. */
  readonly tieTerm: number;
}

/** Ranks from 1 upwards; equal values share the mean of their ranks. */
export function doubledRanks(values: readonly number[]): DoubledRanks {
  const order = values.map((value, index) => ({ value, index })).sort((a, b) => a.value - b.value);
  const ranks = new Uint32Array(values.length);
  let tieTerm = 0;
  let start = 0;
  while (start < order.length) {
    let end = start + 1;
    while (end < order.length && order[end]?.value === order[start]?.value) end++;
    for (const { index } of order.slice(start, end)) ranks[index] = start + end + 1;
    tieTerm += (end - start) ** 3 - (end - start);
    start = end;
  }
  return { ranks, tieTerm };
}
