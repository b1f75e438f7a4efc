import type { JSX } from "preact";
import type { RunFailure } from "../../engine/result.ts";
import { Notice } from "../Notice.tsx";

/** Why a run did not complete, in the server's class and words, and what can be done. */
export function FailureNotice({ failure }: { failure: RunFailure }): JSX.Element {
  const { message, sqlstate, hint } = failure;
  return (
    <Notice kind="error">
      <p>
        {message}
        {sqlstate !== undefined && (
          <>
            {" "}
            <span class="whitespace-nowrap">
              (SQLSTATE <code>{sqlstate}</code>)
            </span>
          </>
        )}
      </p>
      {hint !== undefined && <p class="mt-1">{hint}</p>}
    </Notice>
  );
}
