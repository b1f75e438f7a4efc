import assert from "node:assert/strict";
import { serverEndPoint } from "./channel_binding.ts";
import { ECDSA_SHA256, ECDSA_SHA384, makeSelfSigned, rsa, toDer } from "./testing_certificates.ts";

const digest = async (hash: string, bytes: Uint8Array<ArrayBuffer>) =>
  new Uint8Array(await crypto.subtle.digest(hash, bytes));

Deno.test("serverEndPoint() takes the hash of the certificate's signature, SHA-1 replaced", async () => {
  const cases = [
    { signing: ECDSA_SHA256, hash: "SHA-256" },
    { signing: ECDSA_SHA384, hash: "SHA-384" },
    { signing: rsa("SHA-256"), hash: "SHA-256" },
    { signing: rsa("SHA-512"), hash: "SHA-512" },
    { signing: rsa("SHA-1"), hash: "SHA-256" },
  ];
  for (const { signing, hash } of cases) {
    const der = toDer((await makeSelfSigned(signing)).certificate);
    assert.deepEqual(new Uint8Array(serverEndPoint(der) ?? []), await digest(hash, der));
  }
});

Deno.test("serverEndPoint() knows no binding for bytes that are no certificate", () => {
  assert.equal(serverEndPoint(new Uint8Array()), undefined);
  assert.equal(serverEndPoint(new Uint8Array(64).fill(0xff)), undefined);
});
