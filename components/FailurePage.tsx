import type { JSX } from "preact";
import type { FailureText } from "../web/failure.ts";
import { LinkButton } from "./Button.tsx";
import { PageHeader } from "./PageHeader.tsx";

/** What happened, why if known, and what to do. */
export function FailurePage({ failure }: { failure: FailureText }): JSX.Element {
  const { status, title, message, advice } = failure;
  return (
    <>
      <PageHeader title={title} />
      <p class="max-w-prose">{message}</p>
      <p class="mt-2 max-w-prose">{advice}</p>
      <div class="mt-4 flex flex-wrap gap-2">
        <LinkButton kind="primary" href="/">Dashboard</LinkButton>
        <LinkButton href="/history">History</LinkButton>
      </div>
      <p class="mt-6 text-sm text-ink-soft">HTTP status {status}</p>
    </>
  );
}
