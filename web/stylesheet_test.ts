import assert from "node:assert/strict";
import { join } from "node:path";
import { classNameCandidates } from "./class_names.ts";
import { PROJECT } from "./project.ts";
import { compileStylesheet } from "./stylesheet.ts";

const appCss = () => Deno.readTextFile(join(PROJECT, "static", "app.css"));

Deno.test("compileStylesheet() makes the utilities that are used, and no others", async () => {
  const candidates = ["bg-surface", "md:grid-cols-[16rem_minmax(0,1fr)]", "not a class", "export"];
  const css = await compileStylesheet(await appCss(), { candidates, minify: false });
  assert.match(css, /\.bg-surface \{\s*background-color: var\(--surface\);/);
  assert.match(css, /grid-template-columns: 16rem minmax\(0,\s?1fr\);/);
  assert.doesNotMatch(css, /\.bg-sunken|\.export/);
});

Deno.test("compileStylesheet() leaves out comments and indentation where asked, and nothing else", async () => {
  const source = await appCss();
  const candidates = classNameCandidates(PROJECT);
  const [long, short] = await Promise.all([
    compileStylesheet(source, { candidates, minify: false }),
    compileStylesheet(source, { candidates, minify: true }),
  ]);
  assert.doesNotMatch(short, /^\s|\/\*(?!!)/m);
  const bare = (css: string) => css.replace(/\/\*[^]*?\*\//g, "").replace(/\s+/g, "");
  assert.equal(bare(short), bare(long));
});

Deno.test("compileStylesheet() refuses another import", async () => {
  const options = { candidates: [], minify: false };
  await assert.rejects(compileStylesheet('@import "other";', options), /imports other/);
});

Deno.test("classNameCandidates() finds the words of components, and not those of tests", () => {
  const words = classNameCandidates(PROJECT);
  assert.ok(words.includes("rounded-control"));
  assert.ok(!words.includes("node:assert/strict"));
});

Deno.test("every colour of the theme has a light and a dark value", async () => {
  const css = await appCss();
  const root = css.slice(css.indexOf(":root {"), css.indexOf("}", css.indexOf(":root {")));
  const tokens = [...root.matchAll(/^\s*(--[\w-]+): (.*?);$/gm)];
  assert.ok(tokens.length > 25);
  for (const [, name, value] of tokens) assert.match(value ?? "", /^light-dark\(/, name);
});
