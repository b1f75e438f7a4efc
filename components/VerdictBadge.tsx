import type { JSX } from "preact";
import type { Verdict } from "../engine/result.ts";
import { Badge, type Tone } from "./Badge.tsx";
import type { IconName } from "./icons.tsx";

const LOOKS: Readonly<Record<Verdict["status"], { tone: Tone; icon: IconName }>> = {
  valid: { tone: "good", icon: "check" },
  suspect: { tone: "warn", icon: "warning" },
  invalid: { tone: "bad", icon: "cross" },
};

/** Whether a number can be believed. Its reasons are one hover away; `VerdictReasons` shows them. */
export function VerdictBadge(
  { verdict, large = false }: { verdict: Verdict; large?: boolean },
): JSX.Element {
  return (
    <span title={verdict.reasons.join("\n") || undefined}>
      <Badge {...LOOKS[verdict.status]} large={large}>{verdict.status}</Badge>
    </span>
  );
}

/** Why the verdict is what it is, as a list. Nothing where there is no reason to doubt. */
export function VerdictReasons({ verdict }: { verdict: Verdict }): JSX.Element | null {
  if (verdict.reasons.length === 0) return null;
  return (
    <ul class="grid max-w-prose list-disc gap-1 pl-5">
      {verdict.reasons.map((reason) => <li key={reason}>{reason}</li>)}
    </ul>
  );
}
