/** A server to run against: how to reach it, told without a secret. */

/** How libpq's `sslmode` names the wish for TLS. */
export const SSL_MODES = ["disable", "prefer", "require", "verify-ca", "verify-full"] as const;
export type SslMode = typeof SSL_MODES[number];

/**
 * All that a connection needs. Plain data: it crosses to Web Workers by structured clone.
 * Holds a password: never log it, never put it in a result.
 */
export interface ConnectionSettings {
  readonly host: string;
  /** The name that the server's certificate must have, where `host` is its address alone. */
  readonly certificateHost?: string | undefined;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password?: string | undefined;
  readonly sslMode: SslMode;
  /**
   * PEM text of certificate authorities to trust. The wire client trusts those that Deno does
   * besides: Deno's TLS can add authorities and not replace them.
   */
  readonly caCertificates?: readonly string[] | undefined;
  /** Milliseconds until an attempt to connect is given up. */
  readonly connectTimeoutMs: number;
  readonly applicationName: string;
  /** libpq's `options`: command-line options for the backend, for example `-c statement_timeout=5s`. */
  readonly options?: string | undefined;
}

/** A server, ready to be connected to, until it is closed. */
export interface Target {
  readonly kind: "embedded" | "postgres" | "lakebase";
  /** For people, for example `postgres://bob@db.example:5432/shop`. Holds no secret. */
  readonly description: string;
  /** Settings with credentials that are good for a login now. */
  connection(): Promise<ConnectionSettings>;
  /** Stops what was started for this target. Safe to call twice. */
  close(): Promise<void>;
}
