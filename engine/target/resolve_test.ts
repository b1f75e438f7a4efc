import assert from "node:assert/strict";
import { resolveTarget } from "./resolve.ts";

const environment = (variables: Record<string, string>) => (name: string) => variables[name];

Deno.test("resolveTarget() takes the named target before DATABASE_URL and PG*", async () => {
  const env = environment({ DATABASE_URL: "postgres://b@url/d", PGHOST: "pg", PGUSER: "c" });
  const named = await resolveTarget({ target: "postgres://a@named/d", env });
  assert.equal(named.kind, "postgres");
  assert.equal(named.description, "postgres://a@named:5432/d");
  assert.equal((await resolveTarget({ env })).description, "postgres://b@url:5432/d");
});

const NAMED = {
  PGHOST: "h777",
  PGHOSTADDR: "::777",
  PGPORT: "777",
  PGDATABASE: "777",
  PGUSER: "777",
};
for (const [name, value] of Object.entries(NAMED)) {
  Deno.test(`resolveTarget() takes ${name} as naming a server`, async () => {
    const target = await resolveTarget({ env: environment({ [name]: value, DATABASE_URL: " " }) });
    assert.equal(target.kind, "postgres");
    assert.match(target.description, /777/);
  });
}

Deno.test("resolveTarget() gives the password with the settings and not in the description", async () => {
  const target = await resolveTarget({ target: "postgres://a:s3cret@h/d", env: () => undefined });
  assert.equal((await target.connection()).password, "s3cret");
  assert.equal(target.description, "postgres://a@h:5432/d");
  await target.close();
  await target.close();
});

Deno.test("resolveTarget() refuses keep with a server that isn't its own", async () => {
  const env = environment({ DATABASE_URL: "postgres://b@url/d" });
  await assert.rejects(resolveTarget({ env, keep: true }), {
    code: "config_invalid",
    message: /the target is the one in DATABASE_URL/,
  });
});

Deno.test("resolveTarget() refuses lakebase:// and service files for now", async () => {
  await assert.rejects(resolveTarget({ target: "lakebase://x", env: () => undefined }), {
    code: "config_invalid",
    message: /^--target is a lakebase:\/\/ target/,
  });
  await assert.rejects(resolveTarget({ env: environment({ PGSERVICE: "x" }) }), {
    code: "config_invalid",
    message: /PGSERVICE is set/,
  });
});

Deno.test("resolveTarget() starts an embedded server when nothing is named", async () => {
  const TMPDIR = await Deno.makeTempDir();
  await Deno.chmod(TMPDIR, 0o755);
  try {
    const target = await resolveTarget({ env: environment({ TMPDIR, PGPASSWORD: "unused" }) });
    assert.equal(target.kind, "embedded");
    await target.close();
  } finally {
    await Deno.remove(TMPDIR, { recursive: true });
  }
});
