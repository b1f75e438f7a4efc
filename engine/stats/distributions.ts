/** The normal and Student's t distribution: as much of them as intervals and tests need. */

/**
 * P(Z ≤ z) for the standard normal, to about 1e-14 relative, tails included.
 *
 * Near the middle the power series of Abramowitz & Stegun 26.2.11, beyond 3 Laplace's continued
 * fraction for the tail, 26.2.14.
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return NaN;
  if (z < -3) return normalTail(-z);
  if (z > 3) return 1 - normalTail(z);
  let term = z;
  let sum = z;
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= z * z / odd;
    sum += term;
  }
  return 0.5 + normalDensity(z) * sum;
}

/**
 * The z with P(Z ≤ z) = p. ±Infinity for 1 and 0.
 *
 * Starts from Abramowitz & Stegun 26.2.23 (error below 4.5e-4) and refines by Halley's method.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return NaN;
  if (p === 0) return -Infinity;
  if (p === 1) return Infinity;
  if (p > 0.5) return -normalQuantile(1 - p);
  const t = Math.sqrt(-2 * Math.log(p));
  let z = (2.515517 + t * (0.802853 + t * 0.010328)) /
      (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
  for (let i = 0; i < 4; i++) {
    const step = (normalCdf(z) - p) / normalDensity(z);
    z -= step / (1 + z * step / 2);
  }
  return z;
}

/**
 * P(T ≤ t) for Student's t with `degrees` degrees of freedom, by the regularised incomplete beta
 * function (Abramowitz & Stegun 26.7.1 and 26.5.27).
 */
export function studentCdf(t: number, degrees: number): number {
  const tail = 0.5 * incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
  return t > 0 ? 1 - tail : tail;
}

/** The t with P(T ≤ t) = p for `degrees` degrees of freedom, 0 < p < 1. */
export function studentQuantile(p: number, degrees: number): number {
  if (!(p > 0 && p < 1 && degrees > 0)) return NaN;
  if (p === 0.5) return 0;
  if (p > 0.5) return -studentQuantile(1 - p, degrees);
  let low = -1;
  while (studentCdf(low, degrees) > p) low *= 2;
  let high = 0;
  for (let i = 0; i < 200 && high - low > 1e-15 * -low; i++) {
    const middle = (low + high) / 2;
    if (studentCdf(middle, degrees) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function normalDensity(z: number): number {
  return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
}

/** P(Z > z) for z ≥ 3, where 100 terms of the fraction are more than enough. */
function normalTail(z: number): number {
  let fraction = z;
  for (let k = 100; k > 0; k--) fraction = z + k / fraction;
  return normalDensity(z) / fraction;
}

/**
 * The regularised incomplete beta function I_x(a, b), by its continued fraction (DLMF 8.17.22),
 * evaluated with Lentz's method as modified by Thompson and Barnett (1986).
 */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast on this side only; the other side is its mirror.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x),
  ) / a;
  const tiny = 1e-300;
  let numerator = 1;
  let denominator = nonZero(1 - (a + b) * x / (a + 1), tiny);
  let inverse = 1 / denominator;
  let fraction = inverse;
  for (let m = 1; m < 10_000; m++) {
    const even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    let change = 1;
    for (const coefficient of [even, odd]) {
      denominator = nonZero(1 + coefficient * inverse, tiny);
      inverse = 1 / denominator;
      numerator = nonZero(1 + coefficient / numerator, tiny);
      change = numerator * inverse;
      fraction *= change;
    }
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return front * fraction;
}

function nonZero(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}

/** ln Γ(x) for x > 0: the recurrence up to 10, then Stirling's series (Abramowitz & Stegun 6.1.41). */
function logGamma(x: number): number {
  let shifted = x;
  let product = 1;
  while (shifted < 10) product *= shifted++;
  const square = 1 / (shifted * shifted);
  const series =
    (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))) /
    shifted;
  return (shifted - 0.5) * Math.log(shifted) - shifted + 0.5 * Math.log(2 * Math.PI) + series -
    Math.log(product);
}
