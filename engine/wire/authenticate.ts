/** Answering the server's authentication requests. */
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import type { ConnectionSettings } from "../target/target.ts";
import { serverEndPoint } from "./channel_binding.ts";
import { ConnectionError, INVALID_AUTHORIZATION, INVALID_PASSWORD } from "./errors.ts";
import type { Outbox } from "./outbox.ts";
import { passwordMessage, saslInitialResponse, saslResponse } from "./protocol.ts";
import { ScramClient } from "./scram.ts";
import { BodyReader } from "./server_message.ts";

/** Authentication request codes: PostgreSQL documentation, "Message Formats". */
const Request = {
  Ok: 0,
  CleartextPassword: 3,
  Md5Password: 5,
  Sasl: 10,
  SaslContinue: 11,
  SaslFinal: 12,
} as const;

/** Codes that other clients may answer and this one does not, by name. */
const UNSUPPORTED = new Map([
  [2, "Kerberos V5"],
  [6, "SCM credentials"],
  [7, "GSSAPI"],
  [9, "SSPI"],
]);

/** The sign-in of one connection, a request at a time. */
export class Authentication {
  readonly #settings: ConnectionSettings;
  readonly #certificate: Uint8Array | undefined;
  #scram: ScramClient | undefined;
  #serverProven = false;

  /** @param certificate the server's, in DER, where the TLS library shows it */
  constructor(settings: ConnectionSettings, certificate: Uint8Array | undefined) {
    this.#settings = settings;
    this.#certificate = certificate;
  }

  /**
   * Appends the answer to one request, if it wants one.
   * @throws ConnectionError when the method is not supported, no password is known, or the
   *   server fails to prove itself
   */
  async answer(body: Uint8Array, out: Outbox): Promise<void> {
    const reader = new BodyReader(body);
    const request = reader.int32();
    switch (request) {
      case Request.Ok:
        if (this.#scram !== undefined && !this.#serverProven) {
          throw refused("the server ended SCRAM without proving that it knows the password");
        }
        return;
      case Request.CleartextPassword:
        return passwordMessage(out, this.#password());
      case Request.Md5Password:
        return passwordMessage(
          out,
          md5Password(this.#settings.user, this.#password(), reader.bytes(4)),
        );
      case Request.Sasl: {
        const offered: string[] = [];
        for (let name = reader.cstring(); name !== ""; name = reader.cstring()) offered.push(name);
        const binding = this.#certificate && serverEndPoint(this.#certificate);
        this.#scram = new ScramClient(offered, this.#password(), binding);
        return saslInitialResponse(out, this.#scram.mechanism, this.#scram.first());
      }
      case Request.SaslContinue:
        return saslResponse(out, await this.#exchange().final(reader.text(reader.remaining)));
      case Request.SaslFinal:
        this.#exchange().verify(reader.text(reader.remaining));
        this.#serverProven = true;
        return;
      default: {
        const method = UNSUPPORTED.get(request) ?? `method ${request}`;
        throw refused(
          `the server wants ${method}; only passwords (SCRAM-SHA-256, md5, cleartext) are supported`,
        );
      }
    }
  }

  #exchange(): ScramClient {
    if (this.#scram === undefined) throw refused("the server continued a SCRAM that was not begun");
    return this.#scram;
  }

  #password(): string {
    const { password, user } = this.#settings;
    if (password === undefined || password === "") {
      throw new ConnectionError(
        INVALID_PASSWORD,
        `the server wants a password for user "${user}", and none was given`,
      );
    }
    return password;
  }
}

/** `md5` + md5(md5(password + user) + salt), in hex. */
export function md5Password(user: string, password: string, salt: Uint8Array): string {
  const inner = createHash("md5").update(password + user).digest("hex");
  const salted = Buffer.concat([Buffer.from(inner), salt]);
  return `md5${createHash("md5").update(salted).digest("hex")}`;
}

function refused(message: string): ConnectionError {
  return new ConnectionError(INVALID_AUTHORIZATION, message);
}
