import type { JSX } from "preact";
import type { RunStatus } from "../engine/result.ts";
import { Badge, type Tone } from "./Badge.tsx";
import type { IconName } from "./icons.tsx";

const LOOKS: Readonly<Record<RunStatus, { tone: Tone; icon: IconName }>> = {
  pending: { tone: "neutral", icon: "clock" },
  running: { tone: "active", icon: "play" },
  completed: { tone: "good", icon: "check" },
  failed: { tone: "bad", icon: "cross" },
  cancelled: { tone: "neutral", icon: "stop" },
  interrupted: { tone: "warn", icon: "interrupted" },
};

/** What has become of a run. Whether its numbers can be believed is its verdict's business. */
export function StatusBadge(
  { status, large = false }: { status: RunStatus; large?: boolean },
): JSX.Element {
  return <Badge {...LOOKS[status]} large={large}>{status}</Badge>;
}
