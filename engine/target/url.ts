/**
 * The syntax of libpq's connection URLs:
 * `postgres://[user[:password]@][host][:port][/database][?parameter=value&…]`.
 */
import { LakebenchError } from "../errors.ts";
import { type Conninfo, type Keyword, takeParameter } from "./conninfo.ts";

const EXAMPLE = "Write it as postgres://user@host:5432/database.";
const ENCODE = "Percent-encode reserved characters of a user name or password: " +
  "@ is %40, : is %3A, / is %2F, ? is %3F, # is %23, % is %25.";

/**
 * Splits a `postgres://` or `postgresql://` URL into its parameters, percent-decoded.
 *
 * Follows libpq, with two refusals of its own: several hosts, and an `@` after the user part,
 * where a password with unencoded characters would otherwise be read as a host or a database and
 * shown.
 *
 * @param source what the user calls this text, for example `--target` or `DATABASE_URL`
 * @throws LakebenchError `config_invalid`; no message holds the password
 */
export function parsePostgresUrl(text: string, source: string): Conninfo {
  const url = text.trim();
  const scheme = /^postgres(?:ql)?:\/\//.exec(url)?.[0];
  if (scheme === undefined) throw wrongScheme(url, source);
  const conninfo: Conninfo = new Map();
  const set = (keyword: Keyword, raw: string): void => {
    if (raw === "") return;
    conninfo.set(keyword, {
      value: decode(raw, `The ${LABELS[keyword] ?? keyword} in ${source}`),
      name: `${keyword} in ${source}`,
    });
  };

  let rest = url.slice(scheme.length);
  const credentials = /^([^@/]*)@/.exec(rest)?.[1];
  if (credentials !== undefined) {
    rest = rest.slice(credentials.length + 1);
    const colon = credentials.indexOf(":");
    set("user", colon < 0 ? credentials : credentials.slice(0, colon));
    if (colon >= 0) set("password", credentials.slice(colon + 1));
  }

  const queryAt = rest.indexOf("?");
  const beforeQuery = queryAt < 0 ? rest : rest.slice(0, queryAt);
  const query = queryAt < 0 ? "" : rest.slice(queryAt + 1);
  const { host, port, database, malformed } = splitLocation(beforeQuery);
  const looksLikePassword = beforeQuery.includes("@") ||
    (credentials === undefined && query.includes("@") && !/^\d*$/.test(port));
  if (looksLikePassword) {
    throw new LakebenchError("config_invalid", `${source} has an "@" after the host.`, {
      hint: ENCODE,
    });
  }
  if (malformed !== undefined) {
    throw new LakebenchError("config_invalid", `${source} ${malformed}.`, { hint: EXAMPLE });
  }
  set("host", host);
  set("port", port);
  set("dbname", database);
  takeQuery(conninfo, query, source);
  return conninfo;
}

/** What people call a parameter that stands in the URL itself. */
const LABELS: Partial<Record<Keyword, string>> = { dbname: "database", user: "user name" };

interface Location {
  host: string;
  port: string;
  database: string;
  /** What is wrong with the host part, as the end of a sentence. */
  malformed?: string;
}

/** `host:port/database` apart; an IPv6 address stands in brackets. */
function splitLocation(text: string): Location {
  const slash = text.indexOf("/");
  const authority = slash < 0 ? text : text.slice(0, slash);
  const database = slash < 0 ? "" : text.slice(slash + 1);
  if (authority.startsWith("[")) {
    const match = /^\[([^\]]*)\](?::(.*))?$/.exec(authority);
    const host = match?.[1] ?? "";
    const port = match?.[2] ?? "";
    if (match === null) {
      return { host, port, database, malformed: 'has an IPv6 host that doesn\'t end in "]"' };
    }
    if (host === "") return { host, port, database, malformed: "has an empty IPv6 host" };
    return { host, port, database };
  }
  const colon = authority.indexOf(":");
  if (colon < 0) return { host: authority, port: "", database };
  const host = authority.slice(0, colon);
  const port = authority.slice(colon + 1);
  if (port.includes(":") && !port.includes(",")) {
    return { host, port, database, malformed: "has an IPv6 host without brackets" };
  }
  return { host, port, database };
}

function takeQuery(conninfo: Conninfo, query: string, source: string): void {
  if (query === "") return;
  for (const pair of query.split("&")) {
    const equals = pair.indexOf("=");
    if (equals < 0) {
      throw new LakebenchError("config_invalid", `${source} has a parameter without a value.`, {
        hint: "Parameters are written ?name=value&name=value.",
      });
    }
    const keyword = decode(pair.slice(0, equals), `A parameter name in ${source}`);
    const value = decode(pair.slice(equals + 1), `${keyword} in ${source}`);
    // JDBC's spelling, which libpq takes as well.
    if (keyword === "ssl" && value === "true") {
      takeParameter(conninfo, "sslmode", "require", source);
    } else takeParameter(conninfo, keyword, value, source);
  }
}

/** Undoes percent-encoding. The message names the part and never its text: it may be the password. */
function decode(raw: string, part: string): string {
  let decoded: string;
  try {
    decoded = decodeURIComponent(raw);
  } catch (cause) {
    throw new LakebenchError("config_invalid", `${part} isn't valid percent-encoded UTF-8.`, {
      hint: 'A literal "%" is written %25.',
      cause,
    });
  }
  if (!decoded.includes("\0")) return decoded;
  throw new LakebenchError("config_invalid", `${part} has a zero byte (%00).`);
}

function wrongScheme(url: string, source: string): LakebenchError {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(url)?.[1];
  if (scheme === "lakebase") {
    return new LakebenchError(
      "config_invalid",
      `${source} is a lakebase:// target, which this version can't reach by itself.`,
      { hint: "Copy the instance's connection string and give it as postgres://… instead." },
    );
  }
  return new LakebenchError(
    "config_invalid",
    scheme === undefined
      ? `${source} isn't a URL.`
      : `${source} has the scheme "${scheme}", not "postgres" or "postgresql".`,
    { hint: EXAMPLE },
  );
}
