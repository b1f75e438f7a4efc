/** Nonlinear least squares for a handful of parameters. */

/** A model: its value at each observation, and the derivative of each by each parameter. */
export interface Model {
  /** NaN where the parameters have no meaning: the step that led there is then taken back. */
  predict(parameters: readonly number[], observation: number): number;
  gradient(parameters: readonly number[], observation: number): number[];
}

export interface LeastSquaresFit {
  readonly parameters: number[];
  /** Sum of squared residuals. */
  readonly squares: number;
  /** No step shortened the sum any more. */
  readonly converged: boolean;
}

const MAX_STEPS = 500;

/**
 * Fits `model` to `observed` from `start` by the Levenberg–Marquardt method (Marquardt 1963), with the
 * damping scaled by the diagonal, so that parameters of very unlike size do no harm.
 */
export function leastSquares(
  model: Model,
  observed: readonly number[],
  start: readonly number[],
): LeastSquaresFit {
  let parameters = [...start];
  let squares = sumOfSquares(model, observed, parameters);
  let damping = 1e-3;
  for (let step = 0; step < MAX_STEPS; step++) {
    const { normal, gradient } = normalEquations(model, observed, parameters);
    let improved = false;
    while (!improved && damping < 1e16) {
      const factor = 1 + damping;
      const damped = normal.map((row, i) => row.map((cell, j) => i === j ? cell * factor : cell));
      const change = solve(damped, gradient);
      const next = parameters.map((value, i) => value + (change?.[i] ?? NaN));
      const nextSquares = sumOfSquares(model, observed, next);
      if (nextSquares < squares) {
        improved = true;
        const gain = (squares - nextSquares) / squares;
        parameters = next;
        squares = nextSquares;
        damping = Math.max(1e-12, damping / 10);
        if (gain < 1e-14) return { parameters, squares, converged: true };
      } else {
        damping *= 10;
      }
    }
    if (!improved) return { parameters, squares, converged: Number.isFinite(squares) };
  }
  return { parameters, squares, converged: false };
}

/** (JᵀJ)⁻¹ at `parameters`: times the residual variance it is the covariance. Null when singular. */
export function inverseNormal(
  model: Model,
  observed: readonly number[],
  parameters: readonly number[],
): number[][] | null {
  const { normal } = normalEquations(model, observed, parameters);
  const columns = normal.map((_, i) => solve(normal, normal.map((_, j) => i === j ? 1 : 0)));
  return columns.every((column) => column !== null) ? columns : null;
}

function sumOfSquares(
  model: Model,
  observed: readonly number[],
  parameters: readonly number[],
): number {
  const sum = observed.reduce(
    (sum, value, i) => sum + (value - model.predict(parameters, i)) ** 2,
    0,
  );
  return Number.isFinite(sum) ? sum : Infinity;
}

function normalEquations(model: Model, observed: readonly number[], parameters: readonly number[]) {
  const normal = parameters.map(() => parameters.map(() => 0));
  const gradient = parameters.map(() => 0);
  observed.forEach((value, observation) => {
    const residual = value - model.predict(parameters, observation);
    const slopes = model.gradient(parameters, observation);
    slopes.forEach((slope, i) => {
      gradient[i] = (gradient[i] ?? NaN) + slope * residual;
      const row = normal[i];
      if (row) slopes.forEach((other, j) => row[j] = (row[j] ?? NaN) + slope * other);
    });
  });
  return { normal, gradient };
}

/**
 * Solves a symmetric positive definite system by Cholesky's decomposition, after scaling the diagonal
 * to 1. Null when it is singular to working precision.
 */
export function solve(matrix: readonly number[][], right: readonly number[]): number[] | null {
  const n = right.length;
  const at = (i: number, j: number) => matrix[i]?.[j] ?? NaN;
  const scale = right.map((_, i) => Math.sqrt(at(i, i)));
  const size = (i: number) => scale[i] ?? NaN;
  const lower = right.map(() => new Float64Array(n));
  const entry = (i: number, j: number) => lower[i]?.[j] ?? NaN;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = at(i, j) / (size(i) * size(j));
      for (let k = 0; k < j; k++) sum -= entry(i, k) * entry(j, k);
      if (i === j && !(sum > 1e-14)) return null;
      const row = lower[i];
      if (row) row[j] = i === j ? Math.sqrt(sum) : sum / entry(j, j);
    }
  }
  const solution = right.map((value, i) => value / size(i));
  for (let i = 0; i < n; i++) {
    let sum = solution[i] ?? NaN;
    for (let k = 0; k < i; k++) sum -= entry(i, k) * (solution[k] ?? NaN);
    solution[i] = sum / entry(i, i);
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = solution[i] ?? NaN;
    for (let k = i + 1; k < n; k++) sum -= entry(k, i) * (solution[k] ?? NaN);
    solution[i] = sum / entry(i, i);
  }
  return solution.map((value, i) => value / size(i));
}
