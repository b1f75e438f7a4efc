/** Turns a zod issue into a sentence that names the field, the limit and the value. */
import type { z } from "zod";
import type { FieldProblem } from "./errors.ts";
import { nearest } from "./nearest.ts";

/** The same sentences as {@linkcode describeIssue}, each with its field, its limit and the value. */
export function fieldProblems(
  issue: z.core.$ZodIssue,
  input: unknown,
  known: readonly string[],
  nameOf: (field: string) => string,
): FieldProblem[] {
  const paths = issue.code === "unrecognized_keys"
    ? issue.keys.map((key) => [...issue.path, key])
    : [issue.path];
  const limit = limitOf(issue);
  return describeIssue(issue, input, known, nameOf).map((message, index) => {
    const path = paths[index] ?? issue.path;
    return { field: fieldName(path), message, limit, value: valueAt(input, path) };
  });
}

/** `thread_counts[0]`, `scripts[1].name`. */
function fieldName(path: readonly PropertyKey[]): string {
  return path.map((step, index) =>
    typeof step === "number" ? `[${step}]` : `${index === 0 ? "" : "."}${String(step)}`
  ).join("");
}

function limitOf(issue: z.core.$ZodIssue): FieldProblem["limit"] {
  switch (issue.code) {
    case "too_small":
      return Number(issue.minimum);
    case "too_big":
      return Number(issue.maximum);
    case "invalid_type":
      return issue.expected;
    case "invalid_value":
      return issue.values.map(String);
    default:
      return null;
  }
}

/**
 * Sentences for one issue; several where one issue names several unknown fields.
 *
 * @param issue what zod found
 * @param input the value that was checked, to quote the wrong part of it
 * @param known the field names that exist, to suggest the nearest
 * @param nameOf turns a field, or a part of one such as `find_knee.max`, into the name its user typed
 */
export function describeIssue(
  issue: z.core.$ZodIssue,
  input: unknown,
  known: readonly string[],
  nameOf: (field: string) => string,
): string[] {
  const { field, rest } = namedPart(issue.path, nameOf);
  const place = rest.length === 0 ? "" : ` (${rest.map(placeName).join(", ")})`;
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      if (field !== undefined) {
        return `${key} is not a known field of ${nameOf(String(field))}${place}`;
      }
      const near = nearest(key, known);
      return `${nameOf(key)} is not a known field${didYouMean(near && nameOf(near))}`;
    });
  }
  if (field === undefined) return [`the configuration must be an object, got ${quote(input)}`];
  const value = valueAt(input, issue.path);
  const suggestion = issue.code === "invalid_value" && typeof value === "string"
    ? didYouMean(nearest(value, issue.values.map(String)))
    : "";
  const name = `${nameOf(String(field))}${place}`;
  return [`${name} ${requirement(issue)}, got ${quote(value)}${suggestion}`];
}

/** The longest way into a field that has a name of its own, and the steps beyond it. */
function namedPart(path: readonly PropertyKey[], nameOf: (field: string) => string) {
  const [first, ...others] = path;
  const end = others.findIndex((step) => typeof step !== "string");
  for (let count = end === -1 ? others.length : end; count > 0; count--) {
    const part = [first, ...others.slice(0, count)].join(".");
    if (nameOf(part) !== part) return { field: part, rest: others.slice(count) };
  }
  return { field: first, rest: others };
}

/** A step within a field: entries count from 1. */
function placeName(step: PropertyKey): string {
  return typeof step === "number" ? `entry ${step + 1}` : String(step);
}

function didYouMean(name: string | undefined): string {
  return name === undefined ? "" : `; did you mean ${name}?`;
}

function requirement(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "too_small":
      return issue.origin === "array"
        ? `must have at least ${issue.minimum} entry`
        : issue.origin === "string"
        ? "must not be empty"
        : `must be at least ${issue.minimum}`;
    case "too_big":
      return issue.origin === "array"
        ? `must have at most ${issue.maximum} entries`
        : `must be at most ${issue.maximum}`;
    case "invalid_type":
      return issue.expected === "int"
        ? "must be a whole number"
        : `must be of type ${issue.expected}`;
    case "invalid_value":
      return `must be one of ${issue.values.join(", ")}`;
    default:
      return issue.message;
  }
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

function quote(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "number") return String(value);
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
