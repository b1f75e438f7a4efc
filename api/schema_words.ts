/** JSON Schema in a few words, for people. */
import { wholeNumber } from "../engine/report/number_format.ts";
import type { Json } from "./openapi.ts";

/** `integer, 1 to 100`, `array of string, at most 20`, `Run`, `string or null`. */
export function schemaWords(schema: Json): string {
  const { $ref, enum: values, anyOf, oneOf, allOf, type } = schema;
  if (typeof $ref === "string") return $ref.split("/").at(-1) ?? "";
  if ("const" in schema) return JSON.stringify(schema.const);
  if (Array.isArray(values)) return values.join(", ");
  const parts = anyOf ?? oneOf ?? allOf;
  if (Array.isArray(parts)) {
    return [...new Set(parts.map(schemaWords))].join(allOf === undefined ? " or " : " and ");
  }
  if (type === "array") {
    const items = schemaWords((schema.items ?? {}) as Json);
    return `array of ${items}${limits(schema.minItems, schema.maxItems)}`;
  }
  if (type === "string") {
    const format = typeof schema.format === "string" ? ` (${schema.format})` : "";
    return `string${format}${limits(schema.minLength, schema.maxLength, "characters")}`;
  }
  const min = schema.minimum ?? schema.exclusiveMinimum;
  return `${typeof type === "string" ? type : "anything"}${limits(min, schema.maximum)}`;
}

/** Limits of the language itself say nothing. */
function limits(min: unknown, max: unknown, unit = ""): string {
  const from = typeof min === "number" && Math.abs(min) < Number.MAX_SAFE_INTEGER
    ? numberWords(min)
    : undefined;
  const to = typeof max === "number" && max < Number.MAX_SAFE_INTEGER
    ? numberWords(max)
    : undefined;
  const end = unit === "" ? "" : ` ${unit}`;
  if (from !== undefined && to !== undefined) return `, ${from} to ${to}${end}`;
  if (from !== undefined) return `, at least ${from}${end}`;
  return to === undefined ? "" : `, at most ${to}${end}`;
}

function numberWords(value: number): string {
  return Number.isInteger(value) ? wholeNumber(value) : String(value);
}
