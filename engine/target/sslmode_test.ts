import assert from "node:assert/strict";
import { chooseTrust } from "./sslmode.ts";

const given = (name: string, value: string) => ({ name, value });
const noHome = () => undefined;
const silent = () => {};

const PEM = (body: string) => `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;

function choose(
  mode: string | undefined,
  roots?: string,
  env: (name: string) => string | undefined = noHome,
) {
  return chooseTrust(
    mode === undefined ? undefined : given("PGSSLMODE", mode),
    roots === undefined ? undefined : given("PGSSLROOTCERT", roots),
    env,
    silent,
  );
}

/** Runs `body` with a home whose default root file holds `text`. */
async function withRoots(text: string, body: (path: string, home: string) => Promise<void>) {
  const home = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${home}/.postgresql`);
    const path = `${home}/.postgresql/root.crt`;
    await Deno.writeTextFile(path, text);
    await body(path, home);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

for (const mode of ["disable", "prefer", "require", "verify-ca", "verify-full"]) {
  Deno.test(`chooseTrust() takes sslmode ${mode}, with the system's roots`, async () => {
    assert.deepEqual(await choose(mode), { sslMode: mode });
  });
}

Deno.test("chooseTrust() prefers TLS when nothing is said", async () => {
  assert.deepEqual(await choose(undefined), { sslMode: "prefer" });
});

Deno.test("chooseTrust() refuses an unknown mode, and allow with a reason", async () => {
  await assert.rejects(choose("on"), {
    code: "config_invalid",
    message: 'PGSSLMODE must be disable, prefer, require, verify-ca or verify-full, not "on".',
  });
  await assert.rejects(choose("allow"), { hint: /say disable or prefer/ });
});

Deno.test("chooseTrust() takes sslrootcert=system as verify-full and nothing weaker", async () => {
  assert.deepEqual(await choose(undefined, "system"), { sslMode: "verify-full" });
  assert.deepEqual(await choose("verify-full", "system"), { sslMode: "verify-full" });
  await assert.rejects(choose("require", "system"), {
    message: 'PGSSLMODE must be verify-full with PGSSLROOTCERT "system", not "require".',
  });
});

Deno.test("chooseTrust() reads every certificate of the file", async () => {
  await withRoots(`# two\n${PEM("AAAA")}${PEM("BBBB")}`, async (path) => {
    assert.deepEqual(await choose("verify-full", path), {
      sslMode: "verify-full",
      caCertificates: [PEM("AAAA"), PEM("BBBB")],
    });
  });
});

Deno.test("chooseTrust() checks as verify-ca when require comes with roots, as libpq", async () => {
  await withRoots(PEM("AAAA"), async (path, home) => {
    const expected = { sslMode: "verify-ca", caCertificates: [PEM("AAAA")] };
    assert.deepEqual(await choose("require", path), expected);
    const env = (name: string) => name === "HOME" ? home : undefined;
    assert.deepEqual(await choose("require", undefined, env), expected);
  });
});

Deno.test("chooseTrust() refuses a root file that is missing or has no certificate", async () => {
  await assert.rejects(choose("verify-ca", "/nonexistent/ca.pem"), {
    code: "config_invalid",
    message: /^PGSSLROOTCERT can't be read: /,
  });
  await withRoots("not a certificate", async (path) => {
    await assert.rejects(choose("verify-ca", path), { message: /has no PEM certificate/ });
  });
});

Deno.test("chooseTrust() says that roots have no effect without a check", async () => {
  const notices: string[] = [];
  await chooseTrust(
    undefined,
    given("PGSSLROOTCERT", "/x"),
    noHome,
    (_, text) => notices.push(text),
  );
  assert.match(notices[0] ?? "", /PGSSLROOTCERT has no effect with sslmode prefer/);
});
