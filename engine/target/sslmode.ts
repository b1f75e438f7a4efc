/** libpq's `sslmode` and `sslrootcert`: whether to use TLS, and whom to trust. */
import { LakebenchError } from "../errors.ts";
import {
  type Environment,
  type Given,
  invalidParameter,
  listOf,
  type OnNotice,
} from "./conninfo.ts";
import { postgresFile } from "./passfile.ts";
import { type ConnectionSettings, SSL_MODES, type SslMode } from "./target.ts";

type Trust = Pick<ConnectionSettings, "sslMode" | "caCertificates">;

/**
 * Decides on TLS as libpq does: `prefer` when nothing is said; `sslrootcert=system` implies
 * `verify-full` and allows nothing weaker; `require` with root certificates checks as `verify-ca`.
 * The root certificates are those of `sslrootcert`, else of `~/.postgresql/root.crt` where that
 * exists, else the system's.
 *
 * @throws LakebenchError `config_invalid` for an unknown mode or an unreadable file
 */
export async function chooseTrust(
  mode: Given | undefined,
  rootCertificate: Given | undefined,
  env: Environment,
  onNotice: OnNotice,
): Promise<Trust> {
  const system = rootCertificate?.value === "system";
  const sslMode = parseMode(mode) ?? (system ? "verify-full" : "prefer");
  if (system) {
    if (sslMode !== "verify-full" && mode !== undefined) {
      throw invalidParameter(mode, `verify-full with ${rootCertificate.name} "system"`);
    }
    return { sslMode };
  }
  if (sslMode === "disable" || sslMode === "prefer") {
    if (rootCertificate !== undefined) {
      onNotice(
        "warning",
        `${rootCertificate.name} has no effect with sslmode ${sslMode}: ` +
          "say verify-ca or verify-full to have the server's certificate checked.",
      );
    }
    return { sslMode };
  }
  const caCertificates = await readRoots(rootCertificate, env);
  if (caCertificates === undefined) return { sslMode };
  return { sslMode: sslMode === "require" ? "verify-ca" : sslMode, caCertificates };
}

function parseMode(given: Given | undefined): SslMode | undefined {
  if (given === undefined) return undefined;
  const mode = SSL_MODES.find((name) => name === given.value);
  if (mode !== undefined) return mode;
  throw invalidParameter(
    given,
    listOf(SSL_MODES),
    given.value === "allow"
      ? "With allow the server decides whether TLS is used, and its cost would come and go: " +
        "say disable or prefer."
      : undefined,
  );
}

/** The PEM certificates to trust, one text each, or undefined for the system's. */
async function readRoots(
  given: Given | undefined,
  env: Environment,
): Promise<readonly string[] | undefined> {
  const path = given?.value ?? postgresFile("root.crt", env);
  if (path === undefined) return undefined;
  const name = given?.name ?? "The default sslrootcert";
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (cause) {
    if (given === undefined && cause instanceof Deno.errors.NotFound) return undefined;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LakebenchError("config_invalid", `${name} can't be read: ${reason}.`, { cause });
  }
  const certificates = text.match(
    /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g,
  );
  if (certificates !== null) return certificates.map((certificate) => `${certificate}\n`);
  throw new LakebenchError("config_invalid", `${name} "${path}" has no PEM certificate.`);
}
