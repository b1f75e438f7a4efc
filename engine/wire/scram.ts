/**
 * SCRAM-SHA-256 and SCRAM-SHA-256-PLUS, the client's side.
 * Sources: RFC 5802, RFC 7677; channel binding `tls-server-end-point` of RFC 5929.
 */
import { ConnectionError, PROTOCOL_VIOLATION } from "./errors.ts";
import { Buffer } from "node:buffer";
import { createHash, createHmac, timingSafeEqual } from "node:crypto";

export const SCRAM = "SCRAM-SHA-256";
export const SCRAM_PLUS = "SCRAM-SHA-256-PLUS";

/** RFC 7677 asks for 4096; a server that asks for this many wants to burn the client's CPU. */
const MAX_ITERATIONS = 10_000_000;

/** One sign-in. Call the three steps in order. */
export class ScramClient {
  readonly mechanism: string;
  readonly #password: string;
  readonly #nonce: string;
  readonly #header: string;
  readonly #binding: Uint8Array;
  #authMessage = "";
  #saltedPassword: Uint8Array = new Uint8Array();

  /**
   * @param offered the mechanisms that the server named
   * @param binding hash of the server's certificate, where the TLS library shows it
   * @throws ConnectionError when no mechanism is shared
   */
  constructor(
    offered: readonly string[],
    password: string,
    binding: Uint8Array | undefined,
    nonce: string = Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString("base64"),
  ) {
    const bound = binding !== undefined && offered.includes(SCRAM_PLUS);
    if (!bound && !offered.includes(SCRAM)) {
      throw new ConnectionError(
        PROTOCOL_VIOLATION,
        `the server offers ${offered.join(", ")}; this client speaks ${SCRAM}`,
      );
    }
    this.mechanism = bound ? SCRAM_PLUS : SCRAM;
    // "y" says: this client could have bound and saw no offer of it. A server that did offer it
    // then knows that somebody in between took the offer away.
    this.#header = bound ? "p=tls-server-end-point,," : binding !== undefined ? "y,," : "n,,";
    this.#binding = bound ? binding : new Uint8Array();
    this.#password = normalizePassword(password);
    this.#nonce = nonce;
  }

  /** The client-first message. PostgreSQL takes the user from the start-up message, not from here. */
  first(): string {
    return `${this.#header}${this.#firstBare()}`;
  }

  /**
   * The client-final message, answering the server-first message.
   * @throws ConnectionError when the server's message is malformed or its nonce isn't ours extended
   */
  async final(serverFirst: string): Promise<string> {
    const fields = attributes(serverFirst);
    const nonce = fields.get("r") ?? "";
    const salt = fields.get("s") ?? "";
    const iterations = Number(fields.get("i"));
    if (!nonce.startsWith(this.#nonce) || nonce.length === this.#nonce.length) {
      throw new ConnectionError(
        PROTOCOL_VIOLATION,
        "the server's SCRAM nonce is not ours extended",
      );
    }
    if (salt === "" || !(iterations >= 1 && iterations <= MAX_ITERATIONS)) {
      throw new ConnectionError(
        PROTOCOL_VIOLATION,
        "the server's SCRAM salt or count is malformed",
      );
    }
    const bindingInput = Buffer.concat([Buffer.from(this.#header), this.#binding]);
    const withoutProof = `c=${bindingInput.toString("base64")},r=${nonce}`;
    this.#authMessage = `${this.#firstBare()},${serverFirst},${withoutProof}`;
    this.#saltedPassword = await saltedPassword(this.#password, salt, iterations);
    const clientKey = hmac(this.#saltedPassword, "Client Key");
    const storedKey = createHash("sha256").update(clientKey).digest();
    const signature = hmac(storedKey, this.#authMessage);
    const proof = clientKey.map((byte, i) => byte ^ (signature[i] ?? 0));
    return `${withoutProof},p=${Buffer.from(proof).toString("base64")}`;
  }

  /**
   * Checks that the server knows the password too.
   * @throws ConnectionError when it does not
   */
  verify(serverFinal: string): void {
    const given = Buffer.from(attributes(serverFinal).get("v") ?? "", "base64");
    const expected = hmac(hmac(this.#saltedPassword, "Server Key"), this.#authMessage);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw new ConnectionError(PROTOCOL_VIOLATION, "the server's SCRAM signature is wrong");
    }
  }

  #firstBare(): string {
    return `n=,r=${this.#nonce}`;
  }
}

function attributes(message: string): Map<string, string> {
  return new Map(message.split(",").map((part) => [part.slice(0, 1), part.slice(2)]));
}

function hmac(key: Uint8Array, text: string): Uint8Array {
  return createHmac("sha256", key).update(text).digest();
}

/** A level opens many connections of one user: the 4096 rounds are done once for them all. */
let lastSalted: { key: string; value: Promise<Uint8Array> } | undefined;

function saltedPassword(password: string, salt: string, iterations: number): Promise<Uint8Array> {
  const key = `${iterations},${salt},${password}`;
  if (lastSalted?.key !== key) {
    lastSalted = { key, value: pbkdf2(password, Buffer.from(salt, "base64"), iterations) };
  }
  return lastSalted.value;
}

async function pbkdf2(password: string, salt: Uint8Array, iterations: number): Promise<Uint8Array> {
  const material = new TextEncoder().encode(password);
  const key = await crypto.subtle.importKey("raw", material, "PBKDF2", false, ["deriveBits"]);
  const algorithm = { name: "PBKDF2", hash: "SHA-256", salt: new Uint8Array(salt), iterations };
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, 256));
}

/**
 * What RFC 4013 prohibits: controls, private use, non-characters, surrogates, and
 * characters that change how text is shown. Beyond these it prohibits what Unicode 3.2 had not
 * assigned; of that only the pictographs are here.
 */
const PROHIBITED =
  /[\p{Cc}\p{Co}\p{Cs}\p{Noncharacter_Code_Point}\u0340\u0341\u06dd\u070f\u180e\u200c-\u200f\u2028-\u202e\u2060-\u206f\u2ff0-\u2ffb\ufeff\ufff9-\ufffd\u{1d173}-\u{1d17a}\u{1f000}-\u{1faff}\u{e0001}-\u{e007f}]/u;

/**
 * SASLprep of RFC 4013, which SCRAM uses passwords by. As in PostgreSQL, a password that it would
 * prohibit, or leave nothing of, is used as it is.
 */
export function normalizePassword(password: string): string {
  if (/^[\x20-\x7e]*$/.test(password)) return password;
  const mapped = password
    .replace(/[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/g, " ")
    .replace(/[\u00ad\u034f\u1806\u180b-\u180d\u200c\u200d\u2060\ufe00-\ufe0f\ufeff]/g, "");
  return mapped === "" || PROHIBITED.test(mapped) ? password : mapped.normalize("NFKC");
}
