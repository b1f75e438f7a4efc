/**
 * A run as its form has it: text by field. To and from what the API takes, in the server and in the
 * browser alike, so it imports no schema: what is right and what is wrong only the API says.
 */
import type { CUSTOM_WORKLOAD, RunConfig } from "../engine/config.ts";
import type { BuiltinWorkload } from "../engine/workload/builtin.ts";

/** How the text of a field is read. */
type Kind = "text" | "number" | "numbers" | "lines" | "pairs";

/**
 * The fields of the form but for the scripts. `rate` is one rate or several; `find_knee.*` count only
 * where `find_knee.over` says what is searched.
 */
const KINDS = {
  target_id: "text",
  workload: "text",
  thread_counts: "numbers",
  test_duration: "number",
  table_rows: "number",
  scale: "number",
  keys: "text",
  rate: "numbers",
  arrival: "text",
  repetitions: "number",
  batch_size: "number",
  warmup_sec: "number",
  until_steady_sec: "number",
  cooldown_sec: "number",
  order: "text",
  latency_limit_ms: "number",
  max_tries: "number",
  driver: "text",
  protocol: "text",
  pipeline: "number",
  max_workers: "number",
  seed: "number",
  tables: "text",
  variables: "pairs",
  thresholds: "lines",
  "find_knee.over": "text",
  "find_knee.conditions": "lines",
  "find_knee.min": "number",
  "find_knee.max": "number",
  "find_knee.resolution_pct": "number",
  "find_knee.repetitions": "number",
} as const satisfies Record<string, Kind>;

export type DraftField = keyof typeof KINDS;
export const DRAFT_FIELDS = Object.keys(KINDS) as DraftField[];

export interface ScriptDraft {
  readonly name: string;
  readonly weight: string;
  readonly text: string;
}

export interface RunDraft {
  readonly fields: Readonly<Record<DraftField, string>>;
  readonly scripts: readonly ScriptDraft[];
}

/** What a form has to know of a workload: which of its fields change what the workload does. */
export type WorkloadUse = Pick<BuiltinWorkload, "name" | "tables" | "parameters">;

const CUSTOM: typeof CUSTOM_WORKLOAD = "custom";

/** Which of a workload's parameters a field is. */
const PARAMETERS = { table_rows: "rows", keys: "keys", scale: "scale" } as const;

/** The name of the control of a script's part, by the script's place from 0. */
export function scriptField(index: number, part: keyof ScriptDraft): string {
  return `scripts[${index}].${part}`;
}

/** The form as it was typed; line ends become `\n`. */
export function draftOf(form: FormData): RunDraft {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value.replace(/\r\n?/g, "\n") : "";
  };
  const fields = Object.fromEntries(DRAFT_FIELDS.map((name) => [name, text(name)]));
  const scripts: ScriptDraft[] = [];
  while (form.has(scriptField(scripts.length, "text"))) {
    const part = (name: keyof ScriptDraft) => text(scriptField(scripts.length, name));
    scripts.push({ name: part("name"), weight: part("weight"), text: part("text") });
  }
  return { fields: fields as RunDraft["fields"], scripts };
}

/** A configuration as its form shows it. What the run would choose by itself is left empty. */
export function draftOfRun(config: RunConfig, targetId: string): RunDraft {
  const { find_knee: knee, rate, rate_sweep, repetitions, order } = config;
  const chosenOrder = repetitions === 1 ? "given" : "random";
  const special: Partial<Record<DraftField, unknown>> = {
    target_id: targetId,
    rate: rate_sweep ?? rate,
    order: order === chosenOrder ? "" : order,
    tables: config.tables ?? "none",
    "find_knee.over": knee?.over,
    "find_knee.conditions": knee?.conditions,
    "find_knee.min": knee?.min,
    "find_knee.max": knee?.max,
    "find_knee.resolution_pct": knee?.resolution_pct,
    "find_knee.repetitions": knee?.repetitions,
  };
  const given: Record<string, unknown> = { ...config, ...special };
  const fields = Object.fromEntries(
    DRAFT_FIELDS.map((name) => [name, textOf(given[name], KINDS[name])]),
  );
  const scripts = config.scripts?.map(({ name, weight, text }) => ({
    name,
    weight: String(weight),
    text,
  }));
  return { fields: fields as RunDraft["fields"], scripts: scripts ?? [] };
}

/**
 * What the API is asked for. An empty field is left out, and so is one without an effect on the
 * workload: its default is as good. What can't be read goes along as it was typed, to be refused.
 */
export function requestOf(
  { fields, scripts }: RunDraft,
  workloads: readonly WorkloadUse[],
): Record<string, unknown> {
  const isCustom = fields.workload === CUSTOM;
  const given = scripts.filter((script) => !isEmptyScript(script));
  const isSearch = fields["find_knee.over"] !== "";
  const hasRate = fields.rate.trim() !== "" || fields["find_knee.over"] === "rate";
  const use = workloads.find(({ name }) => name === fields.workload);
  const isUsed = (name: DraftField): boolean => {
    if (name in PARAMETERS) {
      const parameter = PARAMETERS[name as keyof typeof PARAMETERS];
      return isCustom ? parameter !== "keys" : use?.parameters.includes(parameter) ?? true;
    }
    if (name === "tables") return isCustom && given.length > 0;
    if (name === "arrival") return hasRate;
    return isSearch || !name.startsWith("find_knee.");
  };
  const request: Record<string, unknown> = {};
  const knee: Record<string, unknown> = {};
  for (const name of DRAFT_FIELDS) {
    const value = isUsed(name) ? valueOf(fields[name], KINDS[name]) : undefined;
    if (value === undefined) continue;
    const [field, part] = name.split(".");
    if (part !== undefined) knee[part] = value;
    else if (name === "rate") Object.assign(request, rates(value as unknown[]));
    else if (field !== undefined) request[field] = value;
  }
  if (isSearch) request.find_knee = { conditions: [], ...knee };
  if (isCustom && given.length > 0) request.scripts = given.map(scriptRequest);
  return request;
}

/** Whether a place for a script was left as it was. */
export function isEmptyScript({ name, text }: ScriptDraft): boolean {
  return name.trim() === "" && text.trim() === "";
}

function scriptRequest({ name, weight, text }: ScriptDraft) {
  const number = valueOf(weight, "number");
  return { name: name.trim(), text, ...(number !== undefined && { weight: number }) };
}

/** One rate is a rate, several are a sweep. */
function rates(values: unknown[]): Record<string, unknown> {
  return values.length === 1 ? { rate: values[0] } : { rate_sweep: values };
}

function textOf(value: unknown, kind: Kind): string {
  if (value === undefined) return "";
  if (Array.isArray(value)) return value.join(kind === "lines" ? "\n" : ", ");
  if (kind !== "pairs") return String(value);
  return Object.entries(value as Record<string, string>)
    .map(([name, text]) => `${name}=${text}`).join("\n");
}

function valueOf(text: string, kind: Kind): unknown {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  switch (kind) {
    case "text":
      return trimmed;
    case "number":
      return numberOf(trimmed);
    case "numbers":
      return trimmed.split(/[\s,;]+/).filter((word) => word !== "").map(numberOf);
    case "lines":
      return linesOf(trimmed);
    case "pairs":
      // A line that is no pair has no value: the API refuses it by its name.
      return Object.fromEntries(
        linesOf(trimmed).map((line) => {
          const [, name, value] = /^([^=]+)=(.*)$/.exec(line) ?? [];
          return name === undefined ? [line, null] : [name.trim(), value];
        }),
      );
  }
}

function linesOf(text: string): string[] {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
}

/** The number; what is none stays text. Digits may stand in groups of three: `1 000 000`. */
function numberOf(text: string): number | string {
  const plain = /^\d{1,3}(?:[\s_]\d{3})+$/.test(text) ? text.replace(/[\s_]/g, "") : text;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(plain) ? Number(plain) : text;
}
