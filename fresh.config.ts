/** How the web app is built: where its files are, and how its stylesheet is compiled. */
import { Builder } from "fresh/dev";
import { rememberSources } from "./web/build_state.ts";
import { classNameCandidates } from "./web/class_names.ts";
import { PROJECT } from "./web/project.ts";
import { compileStylesheet } from "./web/stylesheet.ts";

/** A builder that knows the stylesheet. */
export function appBuilder(): Builder {
  const builder = new Builder({ root: PROJECT });
  builder.onTransformStaticFile(
    { pluginName: "tailwindcss", filter: /[/\\]static[/\\]app\.css$/ },
    async ({ text, mode }) => ({
      content: await compileStylesheet(text, {
        candidates: classNameCandidates(PROJECT),
        minify: mode === "production",
      }),
    }),
  );
  return builder;
}

/**
 * Builds for production into `_fresh/`.
 *
 * @throws Error when an island or the stylesheet doesn't compile
 */
export async function buildApp(): Promise<void> {
  // Read before it is built: a file that changes meanwhile has it built again.
  const remember = rememberSources(PROJECT);
  await appBuilder().build();
  remember();
}
