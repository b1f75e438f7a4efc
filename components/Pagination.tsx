import type { JSX } from "preact";
import { LinkButton } from "./Button.tsx";

/** Through a list by cursor: back to its beginning, and on. Nothing where all is on one page. */
export function Pagination(
  { label, first, next }: {
    /** What is paged through, for a screen reader. */
    label: string;
    /** The first page; null on it. */
    first: string | null;
    /** The next page; null on the last. */
    next: string | null;
  },
): JSX.Element | null {
  if (first === null && next === null) return null;
  return (
    <nav aria-label={label} class="flex justify-between gap-2">
      <span>{first !== null && <LinkButton href={first} icon="back">First page</LinkButton>}</span>
      <span>
        {next !== null && <LinkButton href={next} rel="next" icon="forward">Next page</LinkButton>}
      </span>
    </nav>
  );
}
