import type { ComponentChildren, JSX } from "preact";
import { Head } from "fresh/runtime";

/** The page's heading, which is its title in the browser too. */
export function PageHeader(
  { title, children, actions }: {
    title: string;
    /** What the page is for, in a sentence. */
    children?: ComponentChildren;
    actions?: ComponentChildren;
  },
): JSX.Element {
  return (
    <header class="mb-6 flex flex-wrap items-start justify-between gap-4">
      <Head>
        <title>{title} · Lakebench</title>
      </Head>
      <div class="min-w-0">
        <h1 class="text-2xl leading-8 font-semibold">{title}</h1>
        {children !== undefined && <p class="mt-1 max-w-prose text-ink-soft">{children}</p>}
      </div>
      {actions !== undefined && <div class="flex flex-wrap gap-2">{actions}</div>}
    </header>
  );
}
