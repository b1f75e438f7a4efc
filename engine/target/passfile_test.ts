import assert from "node:assert/strict";
import { settingsFrom } from "./conninfo.ts";
import { findPassword, lookUpPassword } from "./passfile.ts";
import { parsePostgresUrl } from "./url.ts";

const KEY = { host: "db.example", port: 5432, database: "shop", user: "bob" };

const LINES: [string, string | undefined][] = [
  ["db.example:5432:shop:bob:pw", "pw"],
  ["db.example:5432:shop:eve:pw", undefined],
  ["db.example:5433:shop:bob:pw", undefined],
  ["*:*:*:*:pw", "pw"],
  ["*:*:*:bob:p\\:w\\\\x", "p:w\\x"],
  ["*:*:*:*:pw:rest", "pw"],
  ["# *:*:*:*:pw", undefined],
  ["db.example:5432:shop:bob", undefined],
  ["other:*:*:*:1\ndb.example:*:*:*:2\n*:*:*:*:3", "2"],
  ["db.example:5432:shop:bob:pw\r\n", "pw"],
  ["\\*:*:*:*:pw", undefined],
  ["", undefined],
];

for (const [text, expected] of LINES) {
  Deno.test(`findPassword() finds ${expected} in ${JSON.stringify(text)}`, () => {
    assert.equal(findPassword(text, KEY), expected);
  });
}

Deno.test("findPassword() unescapes the other fields, as an IPv6 host needs", () => {
  assert.equal(findPassword("\\:\\:1:*:*:*:pw", { ...KEY, host: "::1" }), "pw");
});

/** Runs `body` with a password file of `mode`, and collects the notices. */
async function withPassfile(
  mode: number,
  body: (path: string, notices: string[], home: string) => Promise<void>,
): Promise<void> {
  const home = await Deno.makeTempDir();
  try {
    const path = `${home}/.pgpass`;
    await Deno.writeTextFile(path, "db.example:*:*:bob:s3cret\n");
    await Deno.chmod(path, mode);
    await body(path, [], home);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

Deno.test("settingsFrom() takes the password from ~/.pgpass when none is given", async () => {
  await withPassfile(0o600, async (_path, _notices, home) => {
    const env = (name: string) => name === "HOME" ? home : undefined;
    const resolve = (url: string) => settingsFrom(parsePostgresUrl(url, "--target"), env);
    assert.equal((await resolve("postgres://bob@db.example/shop")).password, "s3cret");
    assert.equal((await resolve("postgres://bob:own@db.example/shop")).password, "own");
    assert.equal((await resolve("postgres://bob@elsewhere/shop")).password, undefined);
  });
});

Deno.test("settingsFrom() takes PGPASSFILE before ~/.pgpass and after PGPASSWORD", async () => {
  await withPassfile(0o600, async (path) => {
    const resolve = (variables: Record<string, string>) =>
      settingsFrom(parsePostgresUrl("postgres://bob@db.example", "x"), (name) => variables[name]);
    assert.equal((await resolve({ PGPASSFILE: path })).password, "s3cret");
    assert.equal((await resolve({ PGPASSFILE: path, PGPASSWORD: "p" })).password, "p");
  });
});

Deno.test("lookUpPassword() leaves a file alone that others may read, and says so", async () => {
  await withPassfile(0o640, async (path, notices) => {
    const given = { value: path, name: "PGPASSFILE" };
    const onNotice = (_severity: string, message: string) => notices.push(message);
    assert.equal(await lookUpPassword(KEY, given, () => undefined, onNotice), undefined);
    assert.equal(notices.length, 1);
    assert.match(notices[0] ?? "", /may be read by others and was not used/);
    assert.doesNotMatch(notices[0] ?? "", /s3cret/);
  });
});

Deno.test("lookUpPassword() is silent about a missing default file only", async () => {
  const notices: string[] = [];
  const onNotice = (_severity: string, message: string) => notices.push(message);
  const env = (name: string) => name === "HOME" ? "/nonexistent" : undefined;
  await lookUpPassword(KEY, undefined, env, onNotice);
  assert.deepEqual(notices, []);
  await lookUpPassword(KEY, { value: "/nonexistent/p", name: "PGPASSFILE" }, env, onNotice);
  assert.match(notices[0] ?? "", /of PGPASSFILE doesn't exist/);
});
