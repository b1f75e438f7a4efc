/** Holm's correction: several tests at once, without a false alarm among them more often than agreed. */

/**
 * The p values adjusted by Holm's step-down procedure (1979, "A simple sequentially rejective multiple
 * test procedure", Scandinavian Journal of Statistics 6): with the values sorted upwards, the i-th of
 * m is multiplied by m − i + 1, made no smaller than the one before it, and no greater than 1. A test
 * whose adjusted value lies below α is a finding, and the chance of any false one among all is at most α.
 *
 * @returns in the order given
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const adjusted = new Array<number>(pValues.length);
  let highest = 0;
  order.forEach(({ p, index }, i) => {
    highest = Math.max(highest, Math.min(1, p * (pValues.length - i)));
    adjusted[index] = highest;
  });
  return adjusted;
}
