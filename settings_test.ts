import assert from "node:assert/strict";
import { LakebenchError } from "./engine/errors.ts";
import { isLoopback, readSettings } from "./settings.ts";

const read = (variables: Record<string, string>) => readSettings((name) => variables[name]);

function refusal(variables: Record<string, string>): LakebenchError {
  try {
    read(variables);
  } catch (error) {
    assert.ok(error instanceof LakebenchError);
    assert.equal(error.code, "config_invalid");
    return error;
  }
  throw new assert.AssertionError({ message: "the environment was accepted" });
}

Deno.test("readSettings() has a default for everything", () => {
  assert.deepEqual(read({}), {
    host: "127.0.0.1",
    port: 8000,
    kvPath: null,
    runner: "inline",
    databaseUrl: null,
    logLevel: "info",
    secretKey: null,
    github: null,
  });
});

Deno.test("readSettings() takes what is set, and an empty variable as not set", () => {
  const settings = read({
    HOST: "[::1]",
    PORT: "0",
    KV_PATH: " :memory: ",
    RUNNER: "off",
    DATABASE_URL: "postgres://bob:secret@db.example/shop",
    LOG_LEVEL: "",
    SECRET_KEY: "k".repeat(32),
    GITHUB_CLIENT_ID: "id",
    GITHUB_CLIENT_SECRET: "secret",
  });
  assert.deepEqual(settings, {
    host: "::1",
    port: 0,
    kvPath: ":memory:",
    runner: "off",
    databaseUrl: "postgres://bob:secret@db.example/shop",
    logLevel: "info",
    secretKey: "k".repeat(32),
    github: { clientId: "id", clientSecret: "secret" },
  });
});

Deno.test("readSettings() names every wrong variable, its limit and its value", () => {
  const { message } = refusal({ PORT: "65536", RUNNER: "of", LOG_LEVEL: "loud" });
  assert.equal(
    message,
    'PORT must be a whole number from 0 to 65535, got "65536"\n' +
      'RUNNER must be one of inline, off, got "of"; did you mean off?\n' +
      'LOG_LEVEL must be one of debug, info, warn, error, got "loud"',
  );
});

Deno.test("readSettings() refuses a port that is no whole number", () => {
  for (const port of ["80.5", "-1", "0x50", "http"]) {
    assert.match(refusal({ PORT: port }).message, /^PORT must be a whole number/);
  }
});

Deno.test("readSettings() takes files, :memory: and http addresses as a store, and nothing else", () => {
  for (const path of ["runs.kv", "/srv/runs.kv", ":memory:", "https://kv.example", "C:\\runs.kv"]) {
    assert.equal(read({ KV_PATH: path }).kvPath, path);
  }
  assert.match(
    refusal({ KV_PATH: "redis://kv" }).message,
    /^KV_PATH must be .*got "redis:\/\/kv"$/,
  );
});

Deno.test("readSettings() never shows a secret", () => {
  const short = refusal({ SECRET_KEY: "hunter2" });
  assert.equal(short.message, "SECRET_KEY must have at least 32 characters");
  const url = refusal({ DATABASE_URL: "postgres://bob:hunter2@@db" });
  assert.ok(!`${url.message} ${url.hint}`.includes("hunter2"));
});

Deno.test("readSettings() refuses half of a GitHub application", () => {
  const error = refusal({ GITHUB_CLIENT_SECRET: "hunter2" });
  assert.equal(error.message, "GITHUB_CLIENT_SECRET is set without GITHUB_CLIENT_ID");
  assert.equal(refusal({ GITHUB_CLIENT_ID: "id" }).hint, "Set both, or unset GITHUB_CLIENT_ID.");
});

Deno.test("readSettings() refuses to listen where others can reach, and says what to set", () => {
  for (const host of ["0.0.0.0", "::", "192.168.1.4", "bench.example", "127.0.0.1.example"]) {
    const error = refusal({ HOST: host });
    assert.match(error.message, /^HOST must be a loopback address/);
    assert.match(error.hint ?? "", /^Set HOST=127\.0\.0\.1/);
  }
});

Deno.test("isLoopback() knows this machine's names", () => {
  for (const host of ["localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "::1", "[::1]"]) {
    assert.ok(isLoopback(host), host);
  }
  for (const host of ["", "localhost.example", "10.0.0.1", "::", "::2"]) {
    assert.ok(!isLoopback(host), host);
  }
});
