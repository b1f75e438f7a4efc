import assert from "node:assert/strict";
import { join } from "node:path";
import { isBuilt, rememberSources } from "./build_state.ts";

/** A project whose build is of its sources. */
async function builtProject(): Promise<{ root: string } & AsyncDisposable> {
  const root = await Deno.makeTempDir({ prefix: "lakebench-build-" });
  for (const folder of ["routes/history", "static", "_fresh"]) {
    await Deno.mkdir(join(root, folder), { recursive: true });
  }
  const files = ["deno.json", "deno.lock", "dev.ts", "fresh.config.ts", "main.ts"];
  for (const file of [...files, "routes/history/index.tsx", "static/app.css"]) {
    await Deno.writeTextFile(join(root, file), file);
  }
  rememberSources(root)();
  return { root, [Symbol.asyncDispose]: () => Deno.remove(root, { recursive: true }) };
}

Deno.test("a build is of its sources until one of them changes", async () => {
  await using project = await builtProject();
  assert.ok(isBuilt(project.root));
  await Deno.writeTextFile(join(project.root, "static/app.css"), "longer than before");
  assert.ok(!isBuilt(project.root));
});

Deno.test("a source that comes, goes or is only touched makes the build old", async () => {
  await using project = await builtProject();
  const { root } = project;
  const added = join(root, "routes/new.tsx");
  await Deno.writeTextFile(added, "");
  assert.ok(!isBuilt(root));
  await Deno.remove(added);
  assert.ok(isBuilt(root));
  await Deno.utime(join(root, "main.ts"), 1, 1);
  assert.ok(!isBuilt(root));
});

Deno.test("tests and what the build itself wrote don't make it old", async () => {
  await using project = await builtProject();
  await Deno.writeTextFile(join(project.root, "routes/history/index_test.tsx"), "");
  await Deno.writeTextFile(join(project.root, "_fresh/server.js"), "");
  assert.ok(isBuilt(project.root));
});

Deno.test("what changes while it is being built has it built again", async () => {
  await using project = await builtProject();
  const remember = rememberSources(project.root);
  await Deno.writeTextFile(join(project.root, "main.ts"), "changed meanwhile");
  remember();
  assert.ok(!isBuilt(project.root));
});

Deno.test("where there is no build, there is none of these sources", async () => {
  await using project = await builtProject();
  await Deno.remove(join(project.root, "_fresh"), { recursive: true });
  assert.ok(!isBuilt(project.root));
});
