import assert from "node:assert/strict";
import { LakebenchError } from "../errors.ts";
import { describeServer, type Environment, settingsFrom } from "./conninfo.ts";
import { parsePostgresUrl } from "./url.ts";

const environment = (variables: Record<string, string>): Environment => (name) => variables[name];

function resolve(url: string, variables: Record<string, string> = {}) {
  return settingsFrom(parsePostgresUrl(url, "--target"), environment(variables));
}

async function refusal(url: string, variables: Record<string, string> = {}): Promise<string> {
  const error = await resolve(url, variables).then(() => undefined, (reason) => reason);
  assert(error instanceof LakebenchError, "was accepted");
  assert.equal(error.code, "config_invalid");
  return error.message;
}

Deno.test("settingsFrom() fills in libpq's defaults, and its own for timeout and name", async () => {
  assert.deepEqual(await resolve("postgres://bob@"), {
    host: "localhost",
    port: 5432,
    user: "bob",
    database: "bob",
    sslMode: "prefer",
    connectTimeoutMs: 10_000,
    applicationName: "lakebench",
  });
});

Deno.test("settingsFrom() takes every PG* variable for what the URL leaves out", async () => {
  const variables = {
    PGHOST: "db.example",
    PGPORT: "6000",
    PGUSER: "eve",
    PGPASSWORD: "pw",
    PGDATABASE: "shop",
    PGSSLMODE: "require",
    PGCONNECT_TIMEOUT: "3",
    PGAPPNAME: "me",
    PGOPTIONS: "-c geqo=off",
  };
  assert.deepEqual(await resolve("postgres://", variables), {
    host: "db.example",
    port: 6000,
    user: "eve",
    password: "pw",
    database: "shop",
    sslMode: "require",
    connectTimeoutMs: 3000,
    applicationName: "me",
    options: "-c geqo=off",
  });
  const mixed = await resolve("postgres://bob@other/d?sslmode=disable", variables);
  assert.equal(mixed.host, "other");
  assert.equal(mixed.port, 6000);
  assert.equal(mixed.user, "bob");
  assert.equal(mixed.password, "pw");
  assert.equal(mixed.database, "d");
  assert.equal(mixed.sslMode, "disable");
});

Deno.test("settingsFrom() takes empty variables and parameters as left to the default", async () => {
  const settings = await resolve("postgres://u@h?sslmode=&port=", { PGSSLMODE: "require" });
  assert.equal(settings.sslMode, "prefer");
  assert.equal(settings.port, 5432);
});

Deno.test("settingsFrom() uses the operating system's user when none is given", async () => {
  const { user, database } = await resolve("postgres://h");
  assert.notEqual(user, "");
  assert.equal(database, user);
});

Deno.test("settingsFrom() takes connect_timeout 0 as no limit that a timer can count", async () => {
  const { connectTimeoutMs } = await resolve("postgres://u@h?connect_timeout=0");
  assert.equal(connectTimeoutMs, 2 ** 31 - 1);
});

Deno.test("settingsFrom() takes hostaddr for the host when it stands alone", async () => {
  const settings = await resolve("postgres://u@?hostaddr=10.0.0.7");
  assert.equal(settings.host, "10.0.0.7");
  assert.equal(settings.certificateHost, undefined);
});

Deno.test("settingsFrom() connects to hostaddr, and takes certificate and password of host", async () => {
  const passfile = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(passfile, "10.0.0.7:*:*:*:address\nh:*:*:*:name\n");
    const settings = await resolve("postgres://u@h", {
      PGHOSTADDR: "10.0.0.7",
      PGPASSFILE: passfile,
    });
    assert.equal(settings.host, "10.0.0.7");
    assert.equal(settings.certificateHost, "h");
    assert.equal(settings.password, "name");
  } finally {
    await Deno.remove(passfile);
  }
});

const REFUSED: [string, Record<string, string>, RegExp][] = [
  ["postgres://u@h:0", {}, /^port in --target must be a whole number from 1 to 65535, not "0"\.$/],
  ["postgres://u@h:65536", {}, /from 1 to 65535, not "65536"/],
  ["postgres://u@h:12x", {}, /from 1 to 65535, not "12x"/],
  ["postgres://u@h?port=-1", {}, /not "-1"/],
  ["postgres://u@h", { PGPORT: "1e3" }, /^PGPORT must be a whole number .* not "1e3"\.$/],
  ["postgres://u@h1,h2/d", {}, /^host in --target must be one host: .* not "h1,h2"\.$/],
  ["postgres://u@h1:1,h2:2/d", {}, /^port in --target must be one port: /],
  ["postgres://u@%2Fvar%2Frun/d", {}, /unix sockets aren't supported, not "\/var\/run"/],
  ["postgres://u@", { PGHOST: "/run" }, /^PGHOST must be .*unix sockets aren't supported/],
  ["postgres://u@", { PGHOST: "@abstract" }, /unix sockets aren't supported/],
  ["postgres://u@h?hostaddr=db.example", {}, /^hostaddr in --target must be an IP address, /],
  [
    "postgres://u@h?connect_timeout=soon",
    {},
    /^connect_timeout in --target must be a whole number of seconds from 0 .*, not "soon"\.$/,
  ],
  ["postgres://u@h?connect_timeout=1.5", {}, /not "1.5"/],
  ["postgres://u@h?connect_timeout=99999999", {}, /to 2147483, not "99999999"/],
];

for (const [url, variables, message] of REFUSED) {
  Deno.test(`settingsFrom() refuses ${url} with ${JSON.stringify(variables)}`, async () => {
    assert.match(await refusal(url, variables), message);
  });
}

Deno.test("describeServer() encodes names, brackets IPv6 and leaves the password out", async () => {
  const settings = await resolve("postgres://b%40b:s3cret@[::1]:7/a%2Fb?options=x");
  assert.equal(describeServer(settings), "postgres://b%40b@[::1]:7/a%2Fb");
});
