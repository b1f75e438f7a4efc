/** The record's stored form, and the changes that keep it and its indexes together. */
import { LakebenchError } from "../engine/errors.ts";
import type { RunFailure, Verdict } from "../engine/result.ts";
import { indexKeys } from "./indexes.ts";
import { KEYS } from "./keys.ts";
import { type Change, type Kv, KV_LIMITS, type Mutation } from "./kv.ts";
import { packValue, unpackValue } from "./parts.ts";
import type { RunConfiguration, RunRecord } from "./run_record.ts";

/**
 * Most that a record holds of what has no limit of its own, in UTF-16 units: two bytes each, they
 * leave room for notes and tags in the 64 KiB of a value.
 */
const RECORD_LIMITS = { configuration: 10_000, reasons: 4_000, message: 1_500 } as const;

/** The value under the run's key. */
export interface StoredRun extends RunRecord {
  /** Parts of the configuration that lie apart; 0 where the record holds it whole. */
  readonly configuration_parts: number;
}

/** A record for lists: a configuration that lies apart is there without its largest fields. */
export function listed({ configuration_parts: _, ...run }: StoredRun): RunRecord {
  return run;
}

/** The record with its configuration whole. */
export async function whole(kv: Kv, stored: StoredRun): Promise<RunRecord> {
  const run = listed(stored);
  if (stored.configuration_parts === 0) return run;
  const parts = await kv.entries<Uint8Array>({ prefix: KEYS.configuration(run.id) });
  return { ...run, configuration: await unpackValue(parts.map(({ value }) => value)) };
}

/**
 * What a new record takes to write, its configuration's parts included.
 *
 * @throws LakebenchError `run_too_large` when the configuration takes more than a commit
 */
export async function creation(run: RunRecord): Promise<Change & { stored: StoredRun }> {
  const parts: Mutation[] = [];
  let { configuration } = run;
  if (JSON.stringify(configuration).length > RECORD_LIMITS.configuration) {
    const packed = await packValue(configuration);
    const bytes = packed.reduce((total, part) => total + part.length, 0);
    configuration = withoutLargest(configuration);
    const rest = JSON.stringify(configuration).length;
    if (bytes > KV_LIMITS.commit_bytes / 2 || rest > RECORD_LIMITS.configuration) {
      throw new LakebenchError(
        "run_too_large",
        `The configuration takes ${bytes} bytes compressed, and ${rest} characters without its ` +
          `texts; the store takes ${KV_LIMITS.commit_bytes / 2} bytes and ` +
          `${RECORD_LIMITS.configuration} characters.`,
        { hint: "Use shorter scripts, or fewer." },
      );
    }
    packed.forEach((value, part) =>
      parts.push({ type: "set", key: [...KEYS.configuration(run.id), part], value })
    );
  }
  const stored = fitted({ ...run, configuration, configuration_parts: parts.length });
  const { checks, mutations } = replacement(
    { key: KEYS.run(run.id), value: null, versionstamp: null },
    stored,
  );
  return { checks, mutations: [...parts, ...mutations], stored };
}

/** A record replaced by another, or removed: checks, the value, its indexes and the counters. */
export function replacement(
  entry: Deno.KvEntryMaybe<StoredRun>,
  next: StoredRun | null,
): Change {
  const old = new Map(entry.value === null ? [] : named(entry.value));
  const wanted = new Map(next === null ? [] : named(next));
  const mutations: Mutation[] = [
    next === null
      ? { type: "delete", key: entry.key }
      : { type: "set", key: entry.key, value: fitted(next) },
  ];
  for (const [name, key] of old) if (!wanted.has(name)) mutations.push({ type: "delete", key });
  for (const [name, key] of wanted) {
    if (!old.has(name)) mutations.push({ type: "set", key, value: true });
  }
  if (entry.value?.status !== next?.status) {
    if (entry.value !== null) {
      mutations.push({ type: "add", key: KEYS.count(entry.value.status), amount: -1 });
    }
    if (next !== null) mutations.push({ type: "add", key: KEYS.count(next.status), amount: 1 });
  }
  return { checks: [entry], mutations };
}

function named(run: RunRecord): [string, Deno.KvKey][] {
  return indexKeys(run).map((key) => [JSON.stringify(key), key]);
}

function withoutLargest(configuration: RunConfiguration): RunConfiguration {
  const { scripts, find_knee: knee, ...rest } = configuration;
  return {
    ...rest,
    variables: {},
    thresholds: [],
    ...(knee !== undefined && { find_knee: { ...knee, conditions: knee.conditions.slice(0, 1) } }),
    ...(scripts !== undefined && { scripts: scripts.map((script) => ({ ...script, text: "" })) }),
  };
}

/** Words without a limit, cut to what a value has room for. The result has them whole. */
export function fitted(run: StoredRun): StoredRun {
  return {
    ...run,
    verdict: run.verdict === null ? null : shortVerdict(run.verdict),
    error: run.error === null ? null : shortFailure(run.error),
  };
}

function shortVerdict({ status, reasons }: Verdict): Verdict {
  const kept: string[] = [];
  let length = 0;
  for (const reason of reasons) {
    length += reason.length + 3;
    if (length > RECORD_LIMITS.reasons) {
      return { status, reasons: [...kept, `and ${reasons.length - kept.length} more reasons`] };
    }
    kept.push(reason);
  }
  return { status, reasons };
}

function shortFailure(failure: RunFailure): RunFailure {
  return {
    ...failure,
    message: short(failure.message),
    ...(failure.hint !== undefined && { hint: short(failure.hint) }),
  };
}

function short(text: string): string {
  const { message } = RECORD_LIMITS;
  return text.length <= message ? text : `${text.slice(0, message - 1)}…`;
}
