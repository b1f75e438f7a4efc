import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { normalizePassword, SCRAM, SCRAM_PLUS, ScramClient } from "./scram.ts";

/**
 * The exchange of RFC 7677, section 3, with its user name left out: PostgreSQL takes it from the
 * start-up message. Proof and signature were computed for that with Python's hashlib and hmac, whose
 * program gives the RFC's own two values when the name "user" is put back.
 */
const NONCE = "rOprNGfwEbeRWgbNEkqO";
const SERVER_FIRST =
  "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
const CLIENT_FINAL =
  "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=qvT2SWdEH5Q06albL+hjSYuUhCG7VndFyzIb7CK4n9k=";
const SERVER_FINAL = "v=3HO6Qt1M4MKJrmlKaoOqLAI0/0TV0HZe7J9H3MBtSOg=";

const client = (offered = [SCRAM], binding?: Uint8Array) =>
  new ScramClient(offered, "pencil", binding, NONCE);
const violation = (message: RegExp) => ({ name: "ConnectionError", sqlstate: "08P01", message });

Deno.test("ScramClient makes the exchange of RFC 7677", async () => {
  const scram = client();
  assert.equal(scram.first(), `n,,n=,r=${NONCE}`);
  assert.equal(await scram.final(SERVER_FIRST), CLIENT_FINAL);
  scram.verify(SERVER_FINAL);
});

Deno.test("ScramClient refuses a server that doesn't know the password", async () => {
  const scram = client();
  await scram.final(SERVER_FIRST);
  const forged = `v=${Buffer.alloc(32).toString("base64")}`;
  for (const answer of [forged, "v=", "v=AAAA", "e=other-error", ""]) {
    assert.throws(() => scram.verify(answer), violation(/signature is wrong/));
  }
});

Deno.test("ScramClient refuses a nonce that isn't its own extended", async () => {
  const of = (nonce: string) => `r=${nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`;
  for (const nonce of ["", "another", NONCE, NONCE.slice(1) + "xyz"]) {
    await assert.rejects(client().final(of(nonce)), violation(/nonce is not ours extended/));
  }
});

Deno.test("ScramClient refuses a malformed salt or count", async () => {
  for (
    const rest of [
      "i=4096",
      "s=,i=4096",
      "s=AAAA",
      "s=AAAA,i=0",
      "s=AAAA,i=x",
      "s=AAAA,i=999999999",
    ]
  ) {
    await assert.rejects(client().final(`r=${NONCE}x,${rest}`), violation(/salt or count/));
  }
});

Deno.test("ScramClient binds to the channel where both can, and says so where only it could", async () => {
  const binding = new Uint8Array([1, 2, 3]);
  const both = client([SCRAM_PLUS, SCRAM], binding);
  assert.equal(both.mechanism, SCRAM_PLUS);
  assert.match(both.first(), /^p=tls-server-end-point,,n=,r=/);
  const bound = Buffer.concat([Buffer.from("p=tls-server-end-point,,"), binding]);
  assert.ok((await both.final(SERVER_FIRST)).startsWith(`c=${bound.toString("base64")},r=`));

  const notOffered = client([SCRAM], binding);
  assert.equal(notOffered.mechanism, SCRAM);
  assert.match(notOffered.first(), /^y,,/);

  const unable = client([SCRAM_PLUS, SCRAM]);
  assert.equal(unable.mechanism, SCRAM);
  assert.match(unable.first(), /^n,,/);
});

Deno.test("ScramClient refuses when no mechanism is shared, and names what was offered", () => {
  assert.throws(
    () => client(["OAUTHBEARER", "X"]),
    violation(/offers OAUTHBEARER, X; .*SCRAM-SHA-256/),
  );
  assert.throws(() => client([SCRAM_PLUS]), violation(/offers SCRAM-SHA-256-PLUS/));
});

Deno.test("ScramClient draws a new nonce each time", () => {
  const first = () => new ScramClient([SCRAM], "pencil", undefined).first();
  assert.notEqual(first(), first());
});

Deno.test("normalizePassword() maps as SASLprep does", () => {
  assert.equal(normalizePassword("pencil ,=\\"), "pencil ,=\\");
  assert.equal(normalizePassword("I\u00adX"), "IX");
  assert.equal(normalizePassword("a\u00a0b\u2003c"), "a b c");
  assert.equal(normalizePassword("\u00aa\u2168"), "aIX");
  assert.equal(normalizePassword("e\u0301"), "\u00e9");
});

Deno.test("normalizePassword() leaves a password alone that SASLprep prohibits", () => {
  for (const raw of ["e\u0301\u0007", "e\u0301\ue000", "e\u0301\u{1f511}", "\u00ad", ""]) {
    assert.equal(normalizePassword(raw), raw);
  }
});
