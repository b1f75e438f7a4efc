/**
 * Asks the server about a configuration, from the browser. The schema itself would be 98 KB of
 * compressed script, three times what the page may have; the server has the same one.
 */
import type { FieldProblem } from "../engine/errors.ts";
import type { RunConfig } from "../engine/config.ts";

export type Answer =
  | { readonly kind: "valid"; readonly configuration: RunConfig; readonly estimatedSec: number }
  | { readonly kind: "wrong"; readonly problems: readonly FieldProblem[] }
  /** The server could not be asked, or could not say; a sentence. */
  | { readonly kind: "unknown"; readonly message: string };

/** @throws DOMException `AbortError` when the signal is aborted */
export async function askConfigure(
  request: Record<string, unknown>,
  signal: AbortSignal,
): Promise<Answer> {
  let response: Response;
  let body;
  try {
    response = await fetch("/api/benchmarks/configure", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(request),
      signal,
    });
    body = await response.json();
  } catch (error) {
    if (signal.aborted) throw error;
    return {
      kind: "unknown",
      message: "The server can't be reached, so this isn't checked. What you typed is kept.",
    };
  }
  if (response.ok) {
    const { configuration, estimated_time_seconds } = body;
    return { kind: "valid", configuration, estimatedSec: estimated_time_seconds };
  }
  const { errors, detail } = body as { errors: FieldProblem[]; detail: string };
  if (errors.length > 0) return { kind: "wrong", problems: errors };
  return { kind: "unknown", message: detail };
}
