import assert from "node:assert/strict";
import { Transforms } from "./transforms.ts";

async function withFile(run: (path: string) => Promise<void>): Promise<void> {
  const path = await Deno.makeTempFile({ suffix: ".css" });
  try {
    await Deno.writeTextFile(path, "body{}");
    await run(path);
  } finally {
    await Deno.remove(path);
  }
}

const decode = (bytes: Uint8Array | null) =>
  bytes === null ? null : new TextDecoder().decode(bytes);

Deno.test("Transforms apply in order, each to what the one before made", async () => {
  await withFile(async (path) => {
    const transforms = new Transforms("safari12");
    transforms.add(
      { pluginName: "a", filter: /\.css$/g },
      ({ text, target, mode }) => ({
        content: `${text}/*${target} ${mode}*/`,
      }),
    );
    transforms.add(
      { pluginName: "skip", filter: /\.js$/ },
      () => ({ content: "no" }),
    );
    transforms.add({ pluginName: "none", filter: /\.css$/ }, () => {});
    transforms.add(
      { pluginName: "b", filter: /\.css$/ },
      ({ content }) =>
        Promise.resolve({
          content: new Uint8Array([...content, 33]),
        }),
    );
    const expected = "body{}/*safari12 production*/!";
    assert.equal(decode(await transforms.apply(path)), expected);
    assert.equal(decode(await transforms.apply(path)), expected);
  });
});

Deno.test("Transforms give null for a file that none changes", async () => {
  await withFile(async (path) => assert.equal(await new Transforms().apply(path), null));
});

Deno.test("Transforms name the plugin that failed", async () => {
  await withFile(async (path) => {
    const transforms = new Transforms();
    transforms.add({ pluginName: "bad", filter: /./ }, () => {
      throw new Error("cause");
    });
    await assert.rejects(
      transforms.apply(path),
      /Plugin "bad" failed on .*\.css/,
    );
  });
});
