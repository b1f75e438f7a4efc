import assert from "node:assert/strict";
import type { PageCircumstances } from "./circumstances.ts";
import type { PeerOptions } from "./options.ts";
import type { GeneratorRun, Outcome } from "./outcome.ts";
import { renderPage } from "./page.ts";

const OPTIONS: PeerOptions = {
  pairs: 5,
  seconds: 5,
  warmup: 0,
  levels: [8],
  scale: 10,
  rows: 1_000_000,
  seed: 1,
  memorySeconds: 120,
  only: ["select-only"],
  out: "docs/performance.md",
};

const CIRCUMSTANCES: PageCircumstances = {
  date: "2026-01-02T03:04:05.000Z",
  command: "deno task bench:peers --pairs 5",
  machine: "Some CPU, 8 GiB of memory, linux x86_64",
  cores: 2,
  loadAverage: 0.123,
  lakebench: "0.1.0",
  deno: "2.9.6",
  server: "PostgreSQL 18.4",
  pgbench: "18.4",
};

const run = (tps: number, loadCpuUs: number): GeneratorRun => ({
  tps,
  transactions: 5 * tps,
  latencyMs: 1,
  processCpuUs: loadCpuUs + 10,
  loadCpuUs,
});

const LEVELS: Outcome = {
  levels: [{
    workload: "select-only",
    connections: 8,
    pairs: [
      { first: "pgbench", pgbench: run(20_000, 20), engine: run(22_000, 22) },
      { first: "engine", pgbench: run(20_000, 20), engine: run(26_000, 30) },
    ],
  }],
};

Deno.test("renderPage() tells machine, versions, date and command", () => {
  const page = renderPage(LEVELS, OPTIONS, CIRCUMSTANCES);
  for (
    const text of [
      "Date: 2026-01-02T03:04:05.000Z",
      "Command: `deno task bench:peers --pairs 5`",
      "Machine: Some CPU, 8 GiB of memory, linux x86\\_64, cores: 2, load average before the first run: 0.12",
      "Lakebench 0.1.0, Deno 2.9.6",
      "Server: PostgreSQL 18.4, embedded",
      "pgbench: 18.4",
    ]
  ) assert.ok(page.includes(text), text);
});

Deno.test("renderPage() shows every pair, the medians, and each target with its verdict", () => {
  const lines = renderPage(LEVELS, OPTIONS, CIRCUMSTANCES).replaceAll("\u202f", " ").split("\n");
  for (
    const line of [
      "| 1, pgbench first | 20 000 | 22 000 | 1.10 | 20.0 | 22.0 | 1.10 | 30.0 | 32.0 | 1.07 |",
      "| 2, engine first | 20 000 | 26 000 | 1.30 | 20.0 | 30.0 | 1.50 | 30.0 | 40.0 | 1.33 |",
      "| median | 20 000 | 24 000 | **1.20** | 20.0 | 26.0 | **1.30** | 30.0 | 36.0 | **1.20** |",
      "| select-only, 8 connections: tps | ≥ 1× pgbench's | 1.20× pgbench's | met |",
      "| select-only, 8 connections: CPU per transaction | ≤ 1.2× pgbench's | 1.30× pgbench's | **not met** |",
    ]
  ) assert.ok(lines.includes(line), line);
});

Deno.test("renderPage() leaves out what was not measured", () => {
  const page = renderPage(LEVELS, OPTIONS, CIRCUMSTANCES);
  assert.deepEqual(page.match(/^## .*$/gm), ["## Targets", "## Throughput and CPU"]);
});

Deno.test("renderPage() says so when the targets speak of more pairs or other cores", () => {
  const full = renderPage(LEVELS, OPTIONS, CIRCUMSTANCES);
  assert.doesNotMatch(full, /The targets speak of/);
  const page = renderPage(LEVELS, { ...OPTIONS, pairs: 2 }, { ...CIRCUMSTANCES, cores: 16 });
  assert.match(page, /medians of at least 5 pairs; these are of 2\./);
  assert.match(page, /a machine with 2 cores; this one has 16\./);
});

Deno.test("renderPage() shows load, memory and warm start", () => {
  const round = {
    first: "insert",
    engine: 2,
    pgbench: 1.6,
    insert: 8,
    engineProcess: 2.4,
  } as const;
  const mib = 1024 * 1024;
  const residentBytes = Array.from({ length: 125 }, (_, i) => (i < 60 ? 100 : 98) * mib);
  const page = renderPage(
    {
      levels: [],
      load: { rows: 1_000_000, rounds: [round] },
      memory: { connections: 20, earlySec: 20, lateSec: 120, residentBytes },
      start: { command: "deno task bench", seconds: [2, 2.5, 3] },
    },
    OPTIONS,
    CIRCUMSTANCES,
  );
  const lines = page.split("\n");
  for (
    const line of [
      "| 1, insert first | 2.00 | 1.60 | 8.00 | 1.25 | 4.00 | 2.40 | 1.50 |",
      "| 120 | 98.0 |",
      "| median | **2.50** |",
    ]
  ) assert.ok(lines.includes(line), line);
  assert.match(page, /At 20 s it was 100\.0 MiB and at 120 s 98\.0 MiB, 2\.0 % less/);
  assert.match(page, /from 98\.0 to 100\.0 MiB from 20 s on/);
});
