/** For tests: certificates made on the spot, so that no key is ever kept. */
import "reflect-metadata";
import * as x509 from "@peculiar/x509";

/** A certificate and its key, in PEM. */
export interface Identity {
  readonly certificate: string;
  readonly key: string;
}

export interface Names {
  readonly dns?: readonly string[];
  readonly ip?: readonly string[];
}

export interface Authority extends Identity {
  /** Makes a certificate that this authority vouches for. */
  issue(names: Names): Promise<Identity>;
}

/** How a certificate is signed. The key is made to fit. */
export type Signing = EcKeyGenParams & EcdsaParams | RsaHashedKeyGenParams;

export const ECDSA_SHA256: Signing = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
export const ECDSA_SHA384: Signing = { name: "ECDSA", namedCurve: "P-384", hash: "SHA-384" };
export const rsa = (hash: "SHA-1" | "SHA-256" | "SHA-384" | "SHA-512"): Signing => ({
  name: "RSASSA-PKCS1-v1_5",
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash,
});

/** Makes a certificate authority of its own. */
export async function makeAuthority(name: string, signing = ECDSA_SHA256): Promise<Authority> {
  const keys = await makeKeys(signing);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: signing,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
    ],
  });
  return {
    ...await inPem(certificate, keys),
    async issue(names) {
      const subject = await makeKeys(signing);
      const issued = await x509.X509CertificateGenerator.create({
        subject: "CN=server",
        issuer: certificate.subject,
        publicKey: subject.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: signing,
        extensions: [
          new x509.BasicConstraintsExtension(false),
          new x509.SubjectAlternativeNameExtension([
            ...(names.dns ?? []).map((value) => ({ type: "dns" as const, value })),
            ...(names.ip ?? []).map((value) => ({ type: "ip" as const, value })),
          ]),
        ],
      });
      return await inPem(issued, subject);
    },
  };
}

/** Makes a certificate that vouches for itself, and may be marked as an authority. */
export async function makeSelfSigned(
  signing = ECDSA_SHA256,
  isAuthority = false,
): Promise<Identity> {
  const keys = await makeKeys(signing);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=server",
    keys,
    signingAlgorithm: signing,
    extensions: [new x509.BasicConstraintsExtension(isAuthority)],
  });
  return await inPem(certificate, keys);
}

/** The certificate's bytes. */
export function toDer(certificate: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new x509.X509Certificate(certificate).rawData);
}

async function makeKeys(signing: Signing): Promise<CryptoKeyPair> {
  return await crypto.subtle.generateKey(signing, true, ["sign", "verify"]) as CryptoKeyPair;
}

async function inPem(certificate: x509.X509Certificate, keys: CryptoKeyPair): Promise<Identity> {
  const key = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return {
    certificate: certificate.toString("pem"),
    key: x509.PemConverter.encode(key, "PRIVATE KEY"),
  };
}
