import assert from "node:assert/strict";
import { join, relative } from "node:path";
import { scanSources, TEST_FILES } from "./scan.ts";

Deno.test("scanSources() finds routes and islands, and leaves the rest", async () => {
  const root = await Deno.makeTempDir();
  const files = [
    "islands/Counter.tsx",
    "islands/deep/thing.ts",
    "islands/Counter_test.tsx",
    "islands/notes.md",
    "routes/index.tsx",
    "routes/index_test.ts",
    "routes/shop/(_islands)/Cart.tsx",
    "routes/shop/(_components)/Card.tsx",
    "routes/(group)/a.ts",
    "routes/style.css",
  ];
  try {
    for (const file of files) {
      await Deno.mkdir(join(root, file, ".."), { recursive: true });
      await Deno.writeTextFile(join(root, file), "");
    }
    const found = await scanSources({
      routeDir: join(root, "routes"),
      islandDir: join(root, "islands"),
      ignore: [TEST_FILES],
    });
    const names = (paths: readonly string[]) => paths.map((path) => relative(root, path));
    assert.deepEqual(names(found.routes), [
      "routes/(group)/a.ts",
      "routes/index.tsx",
    ]);
    assert.deepEqual(names(found.islands), [
      "islands/Counter.tsx",
      "islands/deep/thing.ts",
      "routes/shop/(_islands)/Cart.tsx",
    ]);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});

Deno.test("scanSources() finds nothing in folders that aren't there", async () => {
  const dirs = {
    routeDir: "/nowhere/routes",
    islandDir: "/nowhere/islands",
    ignore: [],
  };
  assert.deepEqual(await scanSources(dirs), { routes: [], islands: [] });
});
