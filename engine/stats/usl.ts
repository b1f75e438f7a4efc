/**
 * The Universal Scalability Law over the levels of a run: how throughput grows with connections, what
 * holds it back, and where it peaks.
 *
 * X(N) = λN / (1 + σ(N − 1) + κN(N − 1)), Gunther 2007, *Guerrilla Capacity Planning*, chapters 4 and 5: λ
 * is the throughput of one connection, σ contention (the share that must be done in turn), κ coherency
 * (the cost of keeping each pair in agreement).
 */
import { studentQuantile } from "./distributions.ts";
import { inverseNormal, leastSquares, type LeastSquaresFit, type Model } from "./least_squares.ts";
import { type Interval, meanOf } from "./summary.ts";

/** Distinct levels needed: one more than the law has coefficients. */
export const MIN_LEVELS = 4;
/** The law is said not to fit when the standard error of its residuals exceeds this share of the mean. */
export const MAX_RELATIVE_ERROR = 0.1;

/** One measured level; repetitions of a level are several points. */
export interface LevelPoint {
  readonly threads: number;
  readonly throughput_ops_sec: number;
}

export interface Coefficient {
  readonly estimate: number;
  /** Held to what the law allows: contention from 0 to 1, coherency and λ from 0. */
  readonly interval: Interval;
}

/** Where throughput is predicted to be greatest. */
export interface ScalabilityPeak {
  /** √((1 − σ) / κ), not rounded. */
  readonly threads: number;
  /** `high` is null when coherency may be 0: there may be no peak. */
  readonly threads_interval: { low: number; high: number | null; confidence: number };
  readonly throughput_ops_sec: number;
  /** The peak lies beyond the highest level measured, so it is a guess from afar. */
  readonly extrapolated: boolean;
}

export interface ScalabilityResidual extends LevelPoint {
  readonly predicted_ops_sec: number;
  /** (measured − predicted) ÷ predicted. */
  readonly residual_pct: number;
}

export interface ScalabilityFit {
  readonly status: "fitted";
  /** λ, operations a second. */
  readonly single: Coefficient;
  /** σ. */
  readonly contention: Coefficient;
  /** κ. */
  readonly coherency: Coefficient;
  /** Null when coherency is 0: throughput then never falls. */
  readonly peak: ScalabilityPeak | null;
  /** λ/σ, which throughput nears when coherency is 0 and contention is not; else null. */
  readonly ceiling_ops_sec: number | null;
  /** Of throughput: the share of its variance that the law explains. */
  readonly r_squared: number;
  /** Standard error of the residuals ÷ mean throughput, %. */
  readonly error_pct: number;
  readonly residuals: readonly ScalabilityResidual[];
}

export interface ScalabilityRefusal {
  readonly status: "refused";
  /** Why there is no fit, as a sentence. */
  readonly reason: string;
}

/**
 * Fits the law by least squares with σ from 0 to 1 and κ ≥ 0.
 *
 * Intervals are estimate ± t · standard error on n − 3 degrees of freedom, with the covariance
 * s²(JᵀJ)⁻¹ of all three coefficients, also of one that lies on its limit; the peak's come from the
 * delta method on its logarithm. Refused are fewer than {@linkcode MIN_LEVELS} distinct levels, a
 * level without throughput, and a fit worse than {@linkcode MAX_RELATIVE_ERROR}.
 */
export function fitScalability(
  points: readonly LevelPoint[],
  confidence = 0.95,
): ScalabilityFit | ScalabilityRefusal {
  const distinct = new Set(points.map((point) => point.threads)).size;
  if (distinct < MIN_LEVELS) {
    return refused(`too few levels: ${distinct}, needs at least ${MIN_LEVELS} different ones`);
  }
  const idle = points.find((point) => !(point.throughput_ops_sec > 0));
  if (idle) return refused(`the level with ${idle.threads} threads has no throughput`);

  const observed = points.map((point) => point.throughput_ops_sec);
  const fit = constrainedFit(points, observed);
  const degrees = points.length - 3;
  const error = Math.sqrt(fit.squares / degrees);
  const mean = meanOf(observed);
  if (!(error / mean <= MAX_RELATIVE_ERROR)) {
    const [got, most] = [error / mean, MAX_RELATIVE_ERROR].map((x) => (100 * x).toFixed(1));
    return refused(`the law does not fit: its error is ${got} % of the mean, more than ${most} %`);
  }
  const covariance = inverseNormal(law(points), observed, fit.parameters)
    ?.map((row) => row.map((cell) => cell * error ** 2));
  if (!covariance) return refused("the levels do not tell the coefficients apart");

  const [lambda = NaN, sigma = NaN, kappa = NaN] = fit.parameters;
  const quantile = studentQuantile((1 + confidence) / 2, degrees);
  const coefficient = (i: number, most: number): Coefficient => {
    const estimate = fit.parameters[i] ?? NaN;
    const half = quantile * Math.sqrt(covariance[i]?.[i] ?? NaN);
    const low = Math.max(0, estimate - half);
    return { estimate, interval: { low, high: Math.min(most, estimate + half), confidence } };
  };
  const coherency = coefficient(2, Infinity);
  const total = observed.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    status: "fitted",
    single: coefficient(0, Infinity),
    contention: coefficient(1, 1),
    coherency,
    peak: peakOf(points, fit.parameters, covariance, coherency, quantile),
    ceiling_ops_sec: kappa === 0 && sigma > 0 ? lambda / sigma : null,
    r_squared: total > 0 ? 1 - fit.squares / total : 1,
    error_pct: 100 * error / mean,
    residuals: points.map((point) => {
      const predicted = throughputAt(fit.parameters, point.threads);
      return {
        threads: point.threads,
        throughput_ops_sec: point.throughput_ops_sec,
        predicted_ops_sec: predicted,
        residual_pct: 100 * (point.throughput_ops_sec - predicted) / predicted,
      };
    }),
  };
}

function refused(reason: string): ScalabilityRefusal {
  return { status: "refused", reason };
}

/** X(N) for [λ, σ, κ]; NaN where the denominator is not above 0. */
function throughputAt(parameters: readonly number[], threads: number): number {
  const [lambda = NaN, sigma = NaN, kappa = NaN] = parameters;
  const denominator = 1 + sigma * (threads - 1) + kappa * threads * (threads - 1);
  return denominator > 0 ? lambda * threads / denominator : NaN;
}

/** The law over these points, with the coefficients that `fixed` names held. */
function law(points: readonly LevelPoint[], fixed: Fixed = {}): Model {
  const whole = (free: readonly number[]) => {
    const rest = [...free];
    return [
      rest.shift() ?? NaN,
      fixed.sigma ?? rest.shift() ?? NaN,
      fixed.kappa ?? rest.shift() ?? NaN,
    ];
  };
  const threadsOf = (observation: number) => points[observation]?.threads ?? NaN;
  return {
    predict: (free, observation) => throughputAt(whole(free), threadsOf(observation)),
    gradient: (free, observation) => {
      const parameters = whole(free);
      const n = threadsOf(observation);
      const value = throughputAt(parameters, n);
      const byDenominator = -value * value / ((parameters[0] ?? NaN) * n);
      const slopes = [value / (parameters[0] ?? NaN)];
      if (fixed.sigma === undefined) slopes.push(byDenominator * (n - 1));
      if (fixed.kappa === undefined) slopes.push(byDenominator * n * (n - 1));
      return slopes;
    },
  };
}

interface Fixed {
  readonly sigma?: number;
  readonly kappa?: number;
}

/** Each face of the allowed region, the simplest first, the last within it. */
const FACES: readonly Fixed[] = [
  { sigma: 0, kappa: 0 },
  { sigma: 1, kappa: 0 },
  { sigma: 0 },
  { kappa: 0 },
  { sigma: 1 },
  {},
];

/** Starts of σ and κ from nearly linear to badly held back. */
const STARTS = [[0.01, 1e-5], [0.05, 1e-3], [0.5, 1e-2]] as const;

/**
 * The best allowed fit. The sum of squares is least either inside or on a face, so all are tried; a
 * coefficient leaves its limit only where that gains more than rounding.
 */
function constrainedFit(
  points: readonly LevelPoint[],
  observed: readonly number[],
): LeastSquaresFit {
  const single = Math.max(...points.map((point) => point.throughput_ops_sec / point.threads));
  const rounding = 1e-12 * observed.reduce((sum, value) => sum + value ** 2, 0);
  let best: LeastSquaresFit = { parameters: [], squares: Infinity, converged: false };
  for (const fixed of FACES) {
    for (const [sigma, kappa] of STARTS) {
      const start = [single];
      if (fixed.sigma === undefined) start.push(sigma);
      if (fixed.kappa === undefined) start.push(kappa);
      const fit = leastSquares(law(points, fixed), observed, start);
      const free = [...fit.parameters];
      const parameters = [
        free.shift() ?? NaN,
        fixed.sigma ?? free.shift() ?? NaN,
        fixed.kappa ?? free.shift() ?? NaN,
      ];
      const [lambda = NaN, s = NaN, k = NaN] = parameters;
      const allowed = lambda > 0 && s >= 0 && s <= 1 && k >= 0;
      if (allowed && fit.converged && fit.squares < best.squares - rounding) {
        best = { ...fit, parameters };
      }
    }
  }
  return best;
}

function peakOf(
  points: readonly LevelPoint[],
  parameters: readonly number[],
  covariance: readonly number[][],
  coherency: Coefficient,
  quantile: number,
): ScalabilityPeak | null {
  const [, sigma = NaN, kappa = NaN] = parameters;
  if (kappa === 0) return null;
  const threads = Math.max(1, Math.sqrt((1 - sigma) / kappa));
  const [bySigma, byKappa] = sigma < 1 ? [-0.5 / (1 - sigma), -0.5 / kappa] : [0, -0.5 / kappa];
  const variance = bySigma ** 2 * (covariance[1]?.[1] ?? NaN) +
    2 * bySigma * byKappa * (covariance[1]?.[2] ?? NaN) +
    byKappa ** 2 * (covariance[2]?.[2] ?? NaN);
  const spread = Math.exp(quantile * Math.sqrt(Math.max(0, variance)));
  return {
    threads,
    threads_interval: {
      low: Math.max(1, threads / spread),
      high: coherency.interval.low > 0 ? threads * spread : null,
      confidence: coherency.interval.confidence,
    },
    throughput_ops_sec: throughputAt(parameters, threads),
    extrapolated: threads > Math.max(...points.map((point) => point.threads)),
  };
}
