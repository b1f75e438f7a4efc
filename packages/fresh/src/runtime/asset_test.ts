import assert from "node:assert/strict";
import { asset, assetSrcSet } from "./asset.ts";
import { setBuildId } from "./build_id.ts";

Deno.test("asset() adds the build id to paths from the root", () => {
  setBuildId("b1");
  assert.equal(asset("/a.png"), "/a.png?__frsh_c=b1");
  assert.equal(asset("/a.png?x=1#frag"), "/a.png?x=1&__frsh_c=b1#frag");
});

Deno.test("asset() leaves other URLs as they are", () => {
  setBuildId("b1");
  for (
    const url of [
      "a.png",
      "https://example.com/a.png",
      "//example.com/a",
      "data:,",
      "",
      "#a",
    ]
  ) {
    assert.equal(asset(url), url);
  }
  assert.equal(asset("/a.png?__frsh_c=old"), "/a.png?__frsh_c=old");
});

Deno.test("assetSrcSet() applies to every candidate", () => {
  setBuildId("b1");
  assert.equal(
    assetSrcSet("/a.png 1x, /b.png 2x,https://c.com/d.png 3x"),
    "/a.png?__frsh_c=b1 1x, /b.png?__frsh_c=b1 2x,https://c.com/d.png 3x",
  );
  assert.equal(assetSrcSet("image-set(/a.png)"), "image-set(/a.png)");
});
