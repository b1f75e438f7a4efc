import assert from "node:assert/strict";
import { delimiter, join } from "node:path";
import { type FileTree, findPgbench } from "./find_pgbench.ts";

/** A file system of these files; a link is a path with where it leads. */
function treeOf(files: readonly string[], links: Record<string, string> = {}): FileTree {
  return {
    list: (folder) => {
      const below = files.filter((file) => file.startsWith(`${folder}/`));
      return [...new Set(below.map((file) => file.slice(folder.length + 1).split("/")[0] ?? ""))];
    },
    resolve: (path) => links[path] ?? (files.includes(path) ? path : undefined),
  };
}

Deno.test("findPgbench() takes the first one on PATH", () => {
  const tree = treeOf([join("/a", "pgbench"), join("/b", "pgbench")]);
  const path = ["/none", "", "/b", "/a"].join(delimiter);
  assert.equal(findPgbench(path, tree), join("/b", "pgbench"));
});

Deno.test("findPgbench() passes Debian's Perl wrapper over for the newest real one", () => {
  const tree = treeOf([
    "/usr/lib/postgresql/9/bin/pgbench",
    "/usr/lib/postgresql/18/bin/pgbench",
    "/usr/lib/postgresql/common/bin/pgbench",
    "/usr/lib/postgresql/15/bin/pgbench",
  ], { "/usr/bin/pgbench": "/usr/share/postgresql-common/pg_wrapper" });
  assert.equal(findPgbench("/usr/bin", tree), "/usr/lib/postgresql/18/bin/pgbench");
});

Deno.test("findPgbench() passes over a version's folder that has none", () => {
  const tree = treeOf([
    "/usr/lib/postgresql/18/bin/psql",
    "/usr/lib/postgresql/15/bin/pgbench",
  ]);
  assert.equal(findPgbench("", tree), "/usr/lib/postgresql/15/bin/pgbench");
});

Deno.test("findPgbench() looks in Homebrew's folders", () => {
  const tree = treeOf([
    "/opt/homebrew/opt/postgresql@17/bin/pgbench",
    "/opt/homebrew/opt/libpq/bin/pgbench",
  ]);
  assert.equal(findPgbench("/usr/bin", tree), "/opt/homebrew/opt/postgresql@17/bin/pgbench");
});

Deno.test("findPgbench() finds nothing where there is none", () => {
  assert.equal(findPgbench("/usr/bin", treeOf(["/usr/bin/psql"])), undefined);
});
