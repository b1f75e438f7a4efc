import { Nav } from "../components/Nav.tsx";
import { define } from "../define.ts";
import { VERSION } from "../engine/version.ts";

/** The bar, the page, and who made it. */
export default define.layout(({ Component, state, url }) => (
  <div class="flex min-h-screen flex-col">
    <a
      href="#content"
      class="sr-only focus:not-sr-only focus:absolute focus:m-2 focus:rounded-control focus:bg-surface focus:p-2"
    >
      Skip to the page
    </a>
    <Nav path={url.pathname} theme={state.theme ?? "system"} back={url.pathname + url.search} />
    <main id="content" tabIndex={-1} class="mx-auto w-full max-w-page flex-1 px-4 py-6">
      <Component />
    </main>
    <footer class="mx-auto w-full max-w-page px-4 py-4 text-sm text-ink-soft">
      Lakebench {VERSION}
    </footer>
  </div>
));
