import assert from "node:assert/strict";
import { nameIslands } from "./name_islands.ts";

Deno.test("nameIslands() names every exported function, each name once", () => {
  const component = () => null;
  const islands = nameIslands([
    {
      path: "/a/my-island.tsx",
      module: { default: component, Other: component, size: 3 },
    },
    { path: "/b/MyIsland.tsx", module: { default: component } },
    { path: "/b/2d.tsx", module: { default: component } },
  ]);
  assert.deepEqual(islands.map(({ name, exportName }) => [name, exportName]), [
    ["MyIsland", "default"],
    ["Other", "Other"],
    ["MyIsland_1", "default"],
    ["Island2d", "default"],
  ]);
});
