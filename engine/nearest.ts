/** The nearest of some known names, for "did you mean". */

/** Shorter beginnings fit too many names. */
const SHORTEST_BEGINNING = 3;

/**
 * The name in `known` that `word` is the beginning of, if there is just one; else that with the
 * smallest edit distance to `word`, if that is at most a third of the longer one's length.
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const begun = known.filter((name) => name.toLowerCase().startsWith(word.toLowerCase()));
  if (begun.length === 1 && word.length >= SHORTEST_BEGINNING) return begun[0];
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const name of known) {
    const distance = editDistance(word.toLowerCase(), name.toLowerCase());
    if (distance < bestDistance && distance <= Math.max(word.length, name.length) / 3) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** Levenshtein distance by one rolling row. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
