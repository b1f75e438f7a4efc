/** The run and its thresholds as JUnit XML, which CI systems show as tests. */
import type { RunResult } from "../result.ts";
import { checkThresholds, failureOf, placeOf, type ThresholdCheck } from "../threshold.ts";

/** One `testcase`: passed unless it has a failure (a limit broken) or an error (nothing to judge). */
interface TestCase {
  readonly group: "run" | "knee" | "threshold";
  readonly name: string;
  readonly failure?: string;
  readonly error?: string;
  /** What is worth saying of one that passed. */
  readonly output?: string;
}

/**
 * One test case for the run itself, failed when its verdict is `invalid` and in error when it was not
 * completed, one for a knee that was searched, failed when nothing holds, and one for each threshold
 * at each level. Ends in a newline.
 */
export function junitReport(result: RunResult): string {
  const cases = [
    runCase(result),
    ...kneeCases(result),
    ...checkThresholds(result).map(thresholdCase),
  ];
  const counts = attributes({
    tests: cases.length,
    failures: cases.filter(({ failure }) => failure !== undefined).length,
    errors: cases.filter(({ error }) => error !== undefined).length,
    time: (Date.parse(result.finished_at) - Date.parse(result.created_at)) / 1000,
  });
  const about = attributes({
    name: `lakebench ${result.configuration.workload}`,
    timestamp: result.created_at,
    hostname: result.circumstances?.generator.hostname ?? "",
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="lakebench"${counts}>`,
    `  <testsuite${about}${counts}>`,
    "    <properties>",
    ...Object.entries(propertiesOf(result)).map(([name, value]) =>
      `      <property${attributes({ name, value })}/>`
    ),
    "    </properties>",
    ...cases.flatMap(caseLines),
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function runCase({ status, error, verdict }: RunResult): TestCase {
  const named = { group: "run", name: "completed, and can be believed" } as const;
  const reasons = verdict.reasons.join("\n");
  if (status !== "completed") return { ...named, error: `${status}: ${error?.message ?? reasons}` };
  if (verdict.status === "invalid") return { ...named, failure: `invalid: ${reasons}` };
  return verdict.status === "suspect" ? { ...named, output: `suspect: ${reasons}` } : named;
}

function kneeCases({ knee }: RunResult): TestCase[] {
  if (knee === null) return [];
  const named = {
    group: "knee",
    name: `${knee.conditions.join(" and ")} holds somewhere`,
  } as const;
  if (knee.highest_that_holds !== null) return [{ ...named, output: knee.reason }];
  return [knee.is_settled ? { ...named, failure: knee.reason } : { ...named, error: knee.reason }];
}

function thresholdCase(check: ThresholdCheck): TestCase {
  const named = { group: "threshold", name: `${check.threshold} at ${placeOf(check)}` } as const;
  if (!check.passed) return { ...named, failure: failureOf(check) };
  return { ...named, output: `${check.figure} is ${check.value}` };
}

function propertiesOf({ id, verdict, configuration, circumstances }: RunResult) {
  return {
    run: id,
    verdict: verdict.status,
    seed: configuration.seed ?? "",
    server: circumstances?.server.version ?? "",
  };
}

function caseLines({ group, name, failure, error, output }: TestCase): string[] {
  const opening = `    <testcase${attributes({ classname: `lakebench.${group}`, name })}`;
  const inside = [
    ...failure === undefined ? [] : [`<failure${attributes({ message: failure })}/>`],
    ...error === undefined ? [] : [`<error${attributes({ message: error })}/>`],
    ...output === undefined ? [] : [`<system-out>${escaped(output)}</system-out>`],
  ];
  if (inside.length === 0) return [`${opening}/>`];
  return [`${opening}>`, ...inside.map((element) => `      ${element}`), "    </testcase>"];
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values).map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#10;",
  "\r": "&#13;",
  "\t": "&#9;",
};

/** Text without what XML 1.0 has no way to write, and with entities for what would be markup. */
function escaped(text: string): string {
  return text
    // deno-lint-ignore no-control-regex
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "\ufffd")
    .toWellFormed()
    .replace(/[&<>"\n\r\t]/g, (character) => ENTITIES[character] ?? character);
}
