import assert from "node:assert/strict";
import { LakebenchError } from "../errors.ts";
import { parsePostgresUrl } from "./url.ts";

/** The parameters of a URL as an object. */
function parse(url: string): Record<string, string> {
  return Object.fromEntries(
    [...parsePostgresUrl(url, "--target")].map(([keyword, { value }]) => [keyword, value]),
  );
}

function refusal(url: string): LakebenchError {
  try {
    parse(url);
  } catch (error) {
    assert(error instanceof LakebenchError);
    assert.equal(error.code, "config_invalid");
    return error;
  }
  throw new Error(`${url} was accepted`);
}

const ACCEPTED: [string, Record<string, string>][] = [
  ["postgres://", {}],
  ["postgresql://localhost", { host: "localhost" }],
  ["postgres://localhost:5433", { host: "localhost", port: "5433" }],
  ["postgres://localhost/shop", { host: "localhost", dbname: "shop" }],
  ["postgres:///shop", { dbname: "shop" }],
  ["postgres://bob@localhost", { user: "bob", host: "localhost" }],
  ["postgres://bob:pw@localhost/", { user: "bob", password: "pw", host: "localhost" }],
  ["postgres://bob:@localhost", { user: "bob", host: "localhost" }],
  ["postgres://:pw@localhost", { password: "pw", host: "localhost" }],
  ["postgres://bob:a:b@localhost", { user: "bob", password: "a:b", host: "localhost" }],
  ["postgres://bob:a?b@localhost", { user: "bob", password: "a?b", host: "localhost" }],
  [
    "postgres://b%40b:p%40%2F%3Aw%C3%BC@db.example/a%2Fb",
    { user: "b@b", password: "p@/:wü", host: "db.example", dbname: "a/b" },
  ],
  ["postgres://a+b@h/x+y", { user: "a+b", host: "h", dbname: "x+y" }],
  ["postgres://[::1]", { host: "::1" }],
  ["postgres://bob@[2001:db8::7]:6000/d", {
    user: "bob",
    host: "2001:db8::7",
    port: "6000",
    dbname: "d",
  }],
  ["postgres://?host=db.example&port=7", { host: "db.example", port: "7" }],
  ["postgres://h?dbname=d&user=u%40tenant&password=s%26t", {
    host: "h",
    dbname: "d",
    user: "u@tenant",
    password: "s&t",
  }],
  ["postgres://h/d?user=bob@tenant", { host: "h", dbname: "d", user: "bob@tenant" }],
  ["postgres://h/d?host=other", { host: "other", dbname: "d" }],
  ["postgres://h?sslmode=require&sslrootcert=%2Fetc%2Fca.pem", {
    host: "h",
    sslmode: "require",
    sslrootcert: "/etc/ca.pem",
  }],
  ["postgres://h?ssl=true", { host: "h", sslmode: "require" }],
  ["postgres://h?options=-c%20geqo%3Doff&application_name=x&connect_timeout=3", {
    host: "h",
    options: "-c geqo=off",
    application_name: "x",
    connect_timeout: "3",
  }],
  ["postgres://h?channel_binding=prefer&target_session_attrs=any", { host: "h" }],
  ["  postgres://h/d\n", { host: "h", dbname: "d" }],
];

for (const [url, expected] of ACCEPTED) {
  Deno.test(`parsePostgresUrl() reads ${JSON.stringify(url)} as libpq does`, () => {
    assert.deepEqual(parse(url), expected);
  });
}

const REFUSED: [string, RegExp][] = [
  ["localhost/shop", /^--target isn't a URL\.$/],
  ["host=localhost password=pw", /^--target isn't a URL\.$/],
  ["mysql://h/d", /has the scheme "mysql", not "postgres" or "postgresql"/],
  ["lakebase://instance", /lakebase:\/\/ target, which this version can't reach/],
  ["postgres://[::1", /IPv6 host that doesn't end in "\]"/],
  ["postgres://[]:5432/d", /empty IPv6 host/],
  ["postgres://::1/d", /IPv6 host without brackets/],
  ["postgres://h/%zz", /^The database in --target isn't valid percent-encoded UTF-8\.$/],
  ["postgres://h/%ff", /isn't valid percent-encoded UTF-8/],
  ["postgres://h/a%00b", /has a zero byte/],
  ["postgres://h?sslmode", /has a parameter without a value/],
  ["postgres://h?ssl_mode=require", /unknown parameter "ssl_mode"/],
  ["postgres://h?pgbouncer=true", /unknown parameter "pgbouncer"/],
  ["postgres://h?toString=1", /unknown parameter "toString"/],
  ["postgres://h?sslcert=x", /sslcert in --target is a libpq parameter that Lakebench doesn't/],
  [
    "postgres://h?channel_binding=require",
    /^channel_binding in --target must be prefer, not "require"\.$/,
  ],
];

for (const [url, message] of REFUSED) {
  Deno.test(`parsePostgresUrl() refuses ${JSON.stringify(url)} with a sentence`, () => {
    assert.match(refusal(url).message, message);
  });
}

Deno.test("parsePostgresUrl() suggests the nearest parameter", () => {
  assert.equal(refusal("postgres://h?ssl_mode=require").hint, "Did you mean sslmode?");
  assert.match(refusal("postgres://h?zzzzzz=1").hint ?? "", /^Known parameters: host, /);
});

Deno.test("parsePostgresUrl() names what it was given by", () => {
  assert.throws(
    () => parsePostgresUrl("nonsense", "DATABASE_URL"),
    /^LakebenchError: DATABASE_URL/,
  );
});

// Passwords that a user forgot to percent-encode: libpq would take a part of them for the host,
// the port or the database, and show it.
const CARELESS = [
  "postgres://bob:s3cr@t@h/d",
  "postgres://bob:s3cr/t@h/d",
  "postgres://bob:s3cr@t/x@h/d",
  "postgres://bob:s3cr/t?x@h/d",
  "postgres://bob:12/s3cr@h/d",
  "postgres://bob:s3cr%zz@h/d",
  "postgres://bob:s3cr%00@h/d",
  "postgres://bob:s3cr@h,other/d@",
  "bob:s3cr@h/d",
  "postgres:/bob:s3cr@h/d",
];

for (const url of CARELESS) {
  Deno.test(`parsePostgresUrl() refuses ${url} without showing the password`, () => {
    const { message, hint, cause } = refusal(url);
    const shown = `${message} ${hint} ${cause}`;
    assert(!/s3cr/.test(shown), shown);
    assert(!/\bt\b@/.test(shown), shown);
  });
}
