/** What a configuration's fields may hold and hold by default, in words, from their schema. */
import { z } from "zod";
import { RunRequest } from "../api/schemas.ts";
import { RunConfig } from "../engine/config.ts";
import { wholeNumber } from "../engine/report/number_format.ts";

/** The part of JSON Schema that the fields use. */
interface FieldSchema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: FieldSchema;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, FieldSchema>>;
}

const schemas = new Map<z.ZodObject, FieldSchema>();

/** The fields of a configuration, in the order of its schema. */
export function configurationFields(): string[] {
  return Object.keys(RunConfig.shape);
}

/** `Limits: 1 000 to 1 000 000 000. Default: 1 000 000.` Empty where there is neither limit nor default. */
export function fieldLimits(name: string): string {
  return limitsIn(RunConfig, name);
}

/** The same of a run that is started through the web; `find_knee.max` is a part of a field. */
export function webLimits(name: string): string {
  return limitsIn(RunRequest, name);
}

function limitsIn(object: z.ZodObject, name: string): string {
  let schema = schemas.get(object);
  if (schema === undefined) {
    schema = z.toJSONSchema(object, { io: "input" }) as FieldSchema;
    schemas.set(object, schema);
  }
  for (const part of name.split(".")) schema = schema?.properties?.[part];
  if (schema === undefined) return "";
  const limits = limitsOf(schema);
  const normal = defaultOf(schema.default);
  const kind = schema.enum === undefined ? "Limits" : "One of";
  return [limits && `${kind}: ${limits}.`, normal && `Default: ${normal}.`].filter(Boolean).join(
    " ",
  );
}

function limitsOf(schema: FieldSchema): string {
  if (schema.enum !== undefined) return schema.enum.join(", ");
  if (schema.type === "array") {
    const { minItems = 0, maxItems, items = {} } = schema;
    const count = maxItems === undefined ? "" : `${minItems} to ${wholeNumber(maxItems)} entries`;
    const each = limitsOf(items);
    return each === "" ? count : `${count}, each ${each}`;
  }
  const { minimum, maximum, exclusiveMinimum } = schema;
  if (maximum === undefined) return "";
  if (exclusiveMinimum !== undefined && minimum === undefined) {
    return `above ${number(exclusiveMinimum)}, up to ${number(maximum)}`;
  }
  return minimum === undefined ? "" : `${number(minimum)} to ${number(maximum)}`;
}

function defaultOf(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(defaultOf).join(", ");
  if (typeof value === "number") return number(value);
  return typeof value === "string" ? value : "";
}

function number(value: number): string {
  return Number.isInteger(value) ? wholeNumber(value) : String(value);
}
