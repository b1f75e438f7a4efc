import assert from "node:assert/strict";
import { join } from "node:path";
import { bundle, chunkNames } from "./bundle.ts";

async function project(
  files: Record<string, string>,
): Promise<{ root: string } & AsyncDisposable> {
  const root = await Deno.makeTempDir();
  for (const [name, text] of Object.entries(files)) {
    await Deno.mkdir(join(root, name, ".."), { recursive: true });
    await Deno.writeTextFile(join(root, name), text);
  }
  return {
    root,
    [Symbol.asyncDispose]: () => Deno.remove(root, { recursive: true }),
  };
}

Deno.test("bundle() names entries as foreseen and lists the chunks they share", async () => {
  await using it = await project({
    "islands/A.tsx": 'import { big } from "../shared.ts"; export default () => big;',
    "islands/deep/b.ts": 'import { big } from "../../shared.ts"; export const b = () => big;\n' +
      'export const later = () => import("../../later.ts");',
    "shared.ts": 'export const big = Math.random() + "shared";',
    "later.ts": 'export const later = "on demand";',
  });
  const entries = [
    join(it.root, "islands/A.tsx"),
    join(it.root, "islands/deep/b.ts"),
  ];
  const names = [...chunkNames(entries).values()];
  assert.deepEqual(names, ["A.js", "deep/b.js"]);

  const result = await bundle(entries, { minify: true });
  const [a, b] = entries.map((entry) => result.entries.get(entry));
  assert.equal(a?.chunk, "A.js");
  assert.equal(b?.chunk, "deep/b.js");
  assert.equal(a?.preload.length, 1);
  assert.deepEqual(b?.preload, a?.preload);
  assert.ok([...result.files.keys()].some((name) => name.startsWith("later-")));
  const shared = result.files.get(a?.preload[0] ?? "");
  assert.match(new TextDecoder().decode(shared), /shared/);
});

Deno.test("bundle() says what is wrong with a module", async () => {
  await using it = await project({ "bad.ts": "export const = 1;" });
  await assert.rejects(
    bundle([join(it.root, "bad.ts")], { minify: false }),
    /^Error: Bundling islands failed:\n[^]*bad\.ts/,
  );
});
