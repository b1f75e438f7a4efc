/**
 * libpq's connection parameters: their names, their environment variables, and how their text
 * becomes {@linkcode ConnectionSettings}.
 */
import { LakebenchError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { isIP } from "node:net";
import { userInfo } from "node:os";
import { lookUpPassword } from "./passfile.ts";
import { chooseTrust } from "./sslmode.ts";
import type { ConnectionSettings } from "./target.ts";

/** Reads one environment variable. Passed in, so that a test or a server can say what it holds. */
export type Environment = (name: string) => string | undefined;

/** Receives a line for the reader: something that was decided or left out. */
export type OnNotice = (severity: "info" | "warning", message: string) => void;

/** The parameters taken over, each with the environment variable that libpq reads for it. */
const USED = {
  host: "PGHOST",
  hostaddr: "PGHOSTADDR",
  port: "PGPORT",
  dbname: "PGDATABASE",
  user: "PGUSER",
  password: "PGPASSWORD",
  passfile: "PGPASSFILE",
  sslmode: "PGSSLMODE",
  sslrootcert: "PGSSLROOTCERT",
  connect_timeout: "PGCONNECT_TIMEOUT",
  application_name: "PGAPPNAME",
  options: "PGOPTIONS",
} as const;

export type Keyword = keyof typeof USED;
export const KEYWORDS = Object.keys(USED) as Keyword[];

/** libpq parameters accepted only with a value that asks for nothing beyond what is done anyway. */
const ACCEPTED: Readonly<Record<string, readonly string[]>> = {
  channel_binding: ["prefer"],
  client_encoding: ["UTF8", "utf8", "auto"],
  gssencmode: ["prefer", "disable"],
  sslnegotiation: ["postgres"],
  target_session_attrs: ["any"],
};

/** Parameters that libpq knows and this tool can't honour: ignoring them could surprise. */
const UNSUPPORTED: readonly string[] = [
  "fallback_application_name",
  "gssdelegation",
  "gsslib",
  "keepalives",
  "keepalives_count",
  "keepalives_idle",
  "keepalives_interval",
  "krbsrvname",
  "load_balance_hosts",
  "max_protocol_version",
  "min_protocol_version",
  "replication",
  "require_auth",
  "requirepeer",
  "requiressl",
  "service",
  "ssl_max_protocol_version",
  "ssl_min_protocol_version",
  "sslcert",
  "sslcertmode",
  "sslcompression",
  "sslcrl",
  "sslcrldir",
  "sslkey",
  "sslpassword",
  "sslsni",
  "tcp_user_timeout",
];

/** Seconds to wait for a connection when nobody said: libpq would wait without limit. */
const DEFAULT_CONNECT_TIMEOUT_SEC = 10;
/** The longest delay a timer can count, standing for "no limit". */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** A parameter's text and what its user calls it, for example `PGPORT` or `port in --target`. */
export interface Given {
  readonly value: string;
  readonly name: string;
}

/** What was given, by keyword. */
export type Conninfo = Map<Keyword, Given>;

/** The error for a parameter whose value is outside its limit. */
export function invalidParameter(given: Given, limit: string, hint?: string): LakebenchError {
  const message = `${given.name} must be ${limit}, not "${given.value}".`;
  return new LakebenchError("config_invalid", message, { hint });
}

/**
 * Takes one `keyword=value` into `conninfo`.
 *
 * @param source where it was written, for example `--target`
 * @throws LakebenchError `config_invalid` for a keyword that is unknown or can't be honoured
 */
export function takeParameter(
  conninfo: Conninfo,
  keyword: string,
  value: string,
  source: string,
): void {
  const given: Given = { value, name: `${keyword} in ${source}` };
  const accepted = Object.hasOwn(ACCEPTED, keyword) ? ACCEPTED[keyword] : undefined;
  if (isKeyword(keyword)) conninfo.set(keyword, given);
  else if (accepted !== undefined) {
    if (!accepted.includes(value)) {
      throw invalidParameter(given, listOf(accepted), `Leave ${keyword} out.`);
    }
  } else if (UNSUPPORTED.includes(keyword)) {
    throw new LakebenchError(
      "config_invalid",
      `${given.name} is a libpq parameter that Lakebench doesn't support.`,
      { hint: "Leave it out." },
    );
  } else {
    const guess = nearest(keyword, KEYWORDS);
    throw new LakebenchError(
      "config_invalid",
      `${source} has an unknown parameter "${keyword}".`,
      {
        hint: guess === undefined
          ? `Known parameters: ${KEYWORDS.join(", ")}.`
          : `Did you mean ${guess}?`,
      },
    );
  }
}

/**
 * Fills what `conninfo` leaves out from the environment, the password file and the defaults, in
 * libpq's order, and checks every value.
 *
 * @throws LakebenchError `config_invalid`; no message holds the password
 */
export async function settingsFrom(
  conninfo: Conninfo,
  env: Environment,
  onNotice: OnNotice = () => {},
): Promise<ConnectionSettings> {
  const given = (keyword: Keyword): Given | undefined => {
    const fallback = env(USED[keyword]);
    const found = conninfo.get(keyword) ??
      (fallback === undefined ? undefined : { value: fallback, name: USED[keyword] });
    return found === undefined || found.value === "" ? undefined : found;
  };
  const { host, certificateHost } = chooseHost(given("host"), given("hostaddr"));
  const port = choosePort(given("port"));
  const user = given("user")?.value ?? osUser(env);
  const database = given("dbname")?.value ?? user;
  const trust = await chooseTrust(given("sslmode"), given("sslrootcert"), env, onNotice);
  const password = given("password")?.value ??
    await lookUpPassword(
      { host: certificateHost ?? host, port, database, user },
      given("passfile"),
      env,
      onNotice,
    );
  const options = given("options")?.value;
  return {
    host,
    ...(certificateHost === undefined ? {} : { certificateHost }),
    port,
    database,
    user,
    ...(password === undefined ? {} : { password }),
    ...trust,
    connectTimeoutMs: chooseTimeout(given("connect_timeout")),
    applicationName: given("application_name")?.value ?? "lakebench",
    ...(options === undefined ? {} : { options }),
  };
}

/** The URL of a server without its password, for people. */
export function describeServer(settings: ConnectionSettings): string {
  const host = settings.host.includes(":") ? `[${settings.host}]` : settings.host;
  const user = encodeURIComponent(settings.user);
  const database = encodeURIComponent(settings.database);
  return `postgres://${user}@${host}:${settings.port}/${database}`;
}

function isKeyword(keyword: string): keyword is Keyword {
  return Object.hasOwn(USED, keyword);
}

/** `a, b or c`. */
export function listOf(names: readonly string[]): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

/**
 * As in libpq, `hostaddr` is where to connect and saves looking `host` up, which then only says whose
 * certificate and password are meant. libpq would try a unix socket when neither is given; over TCP
 * that is localhost.
 */
function chooseHost(
  host: Given | undefined,
  address: Given | undefined,
): { host: string; certificateHost?: string } {
  for (const given of [host, address]) {
    if (given?.value.includes(",")) {
      throw invalidParameter(given, "one host: several can't be benchmarked as one");
    }
  }
  if (host !== undefined && /^[/@\\]|^[A-Za-z]:[/\\]/.test(host.value)) {
    throw invalidParameter(
      host,
      "a host name or address: unix sockets aren't supported",
      "Name the host, for example localhost, or name a server with --target.",
    );
  }
  if (address === undefined) return { host: host?.value ?? "localhost" };
  if (isIP(address.value) === 0) {
    throw invalidParameter(address, "an IP address", "A name is given as host.");
  }
  return {
    host: address.value,
    ...(host === undefined ? {} : { certificateHost: host.value }),
  };
}

function choosePort(given: Given | undefined): number {
  if (given === undefined) return 5432;
  if (given.value.includes(",")) {
    throw invalidParameter(given, "one port: several hosts can't be benchmarked as one");
  }
  return wholeNumber(given, 1, 65_535, "a whole number from 1 to 65535");
}

function chooseTimeout(given: Given | undefined): number {
  if (given === undefined) return DEFAULT_CONNECT_TIMEOUT_SEC * 1000;
  const max = Math.floor(LONGEST_TIMER_MS / 1000);
  const limit = `a whole number of seconds from 0 (no limit) to ${max}`;
  const seconds = wholeNumber(given, 0, max, limit);
  return seconds === 0 ? LONGEST_TIMER_MS : seconds * 1000;
}

function wholeNumber(given: Given, min: number, max: number, limit: string): number {
  const text = given.value.trim();
  const value = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (!(value >= min && value <= max)) throw invalidParameter(given, limit);
  return value;
}

function osUser(env: Environment): string {
  try {
    return userInfo().username;
  } catch (cause) {
    const name = env("USER") ?? env("LOGNAME") ?? env("USERNAME");
    if (name !== undefined && name !== "") return name;
    throw new LakebenchError("config_invalid", "No database user was given.", {
      hint: "Put it before the host, as in postgres://user@host/database, or set PGUSER.",
      cause,
    });
  }
}
