/** Compiles the app's stylesheet with Tailwind CSS, in this process. */
import { fileURLToPath } from "node:url";
import { compile } from "tailwindcss";

export interface StylesheetOptions {
  /** Words that may be class names: see `class_names.ts`. */
  readonly candidates: readonly string[];
  /** Leave out comments and indentation. */
  readonly minify: boolean;
}

/**
 * The stylesheet with the utilities that are used.
 *
 * @param source CSS that may `@import "tailwindcss"`
 * @throws Error when it doesn't compile, or imports another file
 */
export async function compileStylesheet(
  source: string,
  { candidates, minify }: StylesheetOptions,
): Promise<string> {
  const compiler = await compile(source, { base: "/", loadStylesheet });
  const css = compiler.build([...candidates]);
  return minify ? minified(css) : css;
}

async function loadStylesheet(id: string, base: string) {
  if (id !== "tailwindcss") throw new Error(`The stylesheet imports ${id}, which isn't known`);
  const path = fileURLToPath(import.meta.resolve("tailwindcss/index.css"));
  return { path, base, content: await Deno.readTextFile(path) };
}

/** Only what can't stand in a string is taken out: comments before a line, and the space around lines. */
function minified(css: string): string {
  return css.replace(/^\s*\/\*[^]*?\*\/\s*$/gm, "").split("\n").map((line) => line.trim())
    .filter((line) => line !== "").join("\n");
}
