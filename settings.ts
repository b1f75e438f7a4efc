/** The environment of the web app and the runner, checked at start. */
import { z } from "zod";
import { describeIssue } from "./engine/config_issue.ts";
import { LakebenchError } from "./engine/errors.ts";
import type { Environment } from "./engine/target/conninfo.ts";
import { parsePostgresUrl } from "./engine/target/url.ts";
import { LOG_LEVELS, type LogLevel } from "./log.ts";

/** Characters of a key that signs: fewer can be guessed. */
const SECRET_KEY_MIN = 32;

/** Every variable, as its text becomes its value. An empty one counts as not set. */
const Variables = z.object({
  HOST: z.string().default("127.0.0.1"),
  PORT: z.string().regex(/^\d+$/, "must be a whole number from 0 to 65535")
    .transform(Number)
    .refine((port) => port <= 65_535, "must be a whole number from 0 to 65535")
    .default(8000),
  KV_PATH: z.string().superRefine(checkStorePath).optional(),
  RUNNER: z.enum(["inline", "off"]).default("inline"),
  DATABASE_URL: z.string().optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS).default("info"),
  SECRET_KEY: z.string()
    .min(SECRET_KEY_MIN, `must have at least ${SECRET_KEY_MIN} characters`).optional(),
  GITHUB_CLIENT_ID: z.string().optional(),
  GITHUB_CLIENT_SECRET: z.string().optional(),
});
const NAMES = Object.keys(Variables.shape) as (keyof typeof Variables.shape)[];

/** Their values must not be shown, not even when they are wrong. */
const SECRETS = new Set(["SECRET_KEY", "GITHUB_CLIENT_SECRET", "DATABASE_URL"]);

/** Names of this machine alone. */
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i;

export interface Settings {
  /** Address to listen on, without brackets. */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** A file, `:memory:`, or an http(s) URL of KV Connect. Null: a file under the user's data directory. */
  readonly kvPath: string | null;
  /** Whether the web process also executes runs. */
  readonly runner: "inline" | "off";
  readonly databaseUrl: string | null;
  readonly logLevel: LogLevel;
  readonly secretKey: string | null;
  readonly github: { readonly clientId: string; readonly clientSecret: string } | null;
}

/**
 * Reads and checks the environment.
 *
 * @throws LakebenchError `config_invalid`, naming every wrong variable with its limit and value;
 * values of secrets are left out
 */
export function readSettings(env: Environment): Settings {
  const given = Object.fromEntries(NAMES.flatMap((name) => {
    const value = env(name)?.trim();
    return value === undefined || value === "" ? [] : [[name, value]];
  }));
  const parsed = Variables.safeParse(given);
  if (!parsed.success) {
    const sentences = parsed.error.issues.flatMap((issue) => sentencesFor(issue, given));
    throw new LakebenchError("config_invalid", sentences.join("\n"));
  }
  const { HOST, GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET, ...rest } = parsed.data;
  if (rest.DATABASE_URL !== undefined) parsePostgresUrl(rest.DATABASE_URL, "DATABASE_URL");
  refuseOpenHost(HOST);
  return {
    host: HOST.replace(/^\[(.*)\]$/, "$1"),
    port: rest.PORT,
    kvPath: rest.KV_PATH ?? null,
    runner: rest.RUNNER,
    databaseUrl: rest.DATABASE_URL ?? null,
    logLevel: rest.LOG_LEVEL,
    secretKey: rest.SECRET_KEY ?? null,
    github: githubOf(GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET),
  };
}

/** Whether a name or address, with or without brackets, is of this machine alone. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

function sentencesFor(issue: z.core.$ZodIssue, given: Record<string, string>): string[] {
  const name = String(issue.path[0]);
  if (SECRETS.has(name)) return [`${name} ${issue.message}`];
  return describeIssue(issue, given, NAMES, (variable) => variable);
}

/** Whoever reaches the port may run load against every target, so nobody but this machine may. */
function refuseOpenHost(host: string): void {
  if (isLoopback(host)) return;
  throw new LakebenchError(
    "config_invalid",
    `HOST must be a loopback address while nobody has to sign in, got ${JSON.stringify(host)}`,
    {
      hint: "Set HOST=127.0.0.1, and reach it from another machine through a tunnel: " +
        "ssh -L 8000:127.0.0.1:8000 this-machine.",
    },
  );
}

function githubOf(clientId: string | undefined, clientSecret: string | undefined) {
  if (clientId !== undefined && clientSecret !== undefined) return { clientId, clientSecret };
  if (clientId === undefined && clientSecret === undefined) return null;
  const [given, missing] = clientId === undefined
    ? ["GITHUB_CLIENT_SECRET", "GITHUB_CLIENT_ID"]
    : ["GITHUB_CLIENT_ID", "GITHUB_CLIENT_SECRET"];
  throw new LakebenchError("config_invalid", `${given} is set without ${missing}`, {
    hint: `Set both, or unset ${given}.`,
  });
}

function checkStorePath(path: string, context: z.core.$RefinementCtx<string>): void {
  const scheme = /^([a-z][a-z+.-]+):\/\//i.exec(path)?.[1]?.toLowerCase();
  if (scheme === undefined || scheme === "http" || scheme === "https") return;
  context.addIssue({
    code: "custom",
    input: path,
    message: "must be a file's path, :memory:, or an http or https URL",
  });
}
