/** `deno task bench:peers`: the engine beside pgbench, and `docs/performance.md` from it. */
import { dirname } from "node:path";
import process from "node:process";
import { exitCodeOf, LakebenchError } from "../engine/errors.ts";
import { prepareTables } from "../engine/load/prepare.ts";
import { byteSize } from "../engine/report/number_format.ts";
import { startEmbedded } from "../engine/target/embedded.ts";
import type { ConnectionSettings } from "../engine/target/target.ts";
import { Connection } from "../engine/wire/connection.ts";
import { execute, warmCaches } from "./bench_server.ts";
import { observeCircumstances } from "./circumstances.ts";
import { medianRatio, pairRatio } from "./figures.ts";
import { findPgbench, machineTree } from "./find_pgbench.ts";
import { runLevelPairs } from "./level_pairs.ts";
import { runLoadRounds } from "./load_rounds.ts";
import { runMemory } from "./memory_run.ts";
import { parseOptions, type PeerOptions, type Section } from "./options.ts";
import {
  type LevelOutcome,
  type LoadOutcome,
  type MemoryOutcome,
  type Outcome,
  PEER_WORKLOADS,
} from "./outcome.ts";
import { renderPage } from "./page.ts";
import { Pgbench } from "./pgbench.ts";
import { checkTargets } from "./targets.ts";
import { measureStarts } from "./warm_start.ts";

/** What a section needs. */
interface Bench {
  readonly options: PeerOptions;
  readonly settings: ConnectionSettings;
  readonly pgbench: Pgbench;
  readonly signal: AbortSignal;
}

async function main(args: readonly string[], signal: AbortSignal): Promise<void> {
  const options = parseOptions(args);
  if (typeof options === "string") return print(options);
  const path = findPgbench(Deno.env.get("PATH") ?? "", machineTree);
  if (path === undefined) {
    throw new LakebenchError("config_invalid", "There is no pgbench on this machine.", {
      hint: "Install PostgreSQL's contrib or client package, or put pgbench on PATH.",
    });
  }
  const wanted = (section: Section) => options.only.includes(section);
  const target = await startEmbedded({ signal, onNotice: (_, message) => print(message) });
  let measured: Outcome;
  let circumstances;
  try {
    const settings = await target.connection();
    const pgbench = new Pgbench(path, settings, signal);
    circumstances = observeCircumstances(args, {
      server: await execute(settings, ["SELECT version()"]) ?? "unknown",
      pgbench: await pgbench.version(),
    });
    const bench: Bench = { options, settings, pgbench, signal };
    if (PEER_WORKLOADS.some(wanted)) await loadPgbenchTables(bench);
    const load = wanted("load") ? await measureLoad(bench) : undefined;
    const levels = await measureLevels(bench);
    const memory = wanted("memory") ? await measureMemory(bench) : undefined;
    measured = {
      levels,
      ...(load !== undefined && { load }),
      ...(memory !== undefined && { memory }),
    };
  } finally {
    await target.close();
  }
  if (wanted("start")) {
    print(`warm start: ${options.pairs} times, after one that isn't counted`);
    const start = await measureStarts(
      options.pairs,
      signal,
      (seconds) => print(`  ${seconds.toFixed(2)} s`),
    );
    measured = { ...measured, start };
  }
  await Deno.mkdir(dirname(options.out), { recursive: true });
  await Deno.writeTextFile(options.out, renderPage(measured, options, circumstances));
  for (const { figure, target, measured: value, met } of checkTargets(measured)) {
    print(`${met ? "met    " : "NOT MET"}  ${figure}: ${value} (${target})`);
  }
  print(`written: ${options.out}`);
}

async function loadPgbenchTables({ options, settings, signal }: Bench): Promise<void> {
  print(`loading pgbench's tables at scale ${options.scale}`);
  await prepareTables({
    tables: "pgbench",
    rows: options.rows,
    scale: options.scale,
    batchSize: 10_000,
    seed: options.seed,
    connect: () => Connection.open(settings),
    signal,
    onProgress: () => {},
  });
  await warmCaches(settings);
}

async function measureLevels({ options, ...server }: Bench): Promise<LevelOutcome[]> {
  const outcomes: LevelOutcome[] = [];
  for (const workload of PEER_WORKLOADS) {
    if (!options.only.includes(workload)) continue;
    for (const connections of options.levels) {
      print(`${workload}, connections: ${connections}`);
      const { pairs, seconds, warmup, scale, seed } = options;
      const level = await runLevelPairs({
        ...server,
        workload,
        connections,
        pairs,
        seconds,
        warmup,
        scale,
        seed,
        onPair: (pair) =>
          print(
            `  ${Math.round(pair.pgbench.tps)} tps of pgbench, ${Math.round(pair.engine.tps)} of ` +
              `the engine: ${pairRatio(pair, "tps").toFixed(2)}×; CPU per transaction ` +
              `${pairRatio(pair, "loadCpuUs").toFixed(2)}×, whole process ` +
              `${pairRatio(pair, "processCpuUs").toFixed(2)}×`,
          ),
      });
      print(
        `  median ${medianRatio(level.pairs, "tps").toFixed(2)}×; CPU per transaction ` +
          `${medianRatio(level.pairs, "loadCpuUs").toFixed(2)}×`,
      );
      outcomes.push(level);
    }
  }
  return outcomes;
}

async function measureLoad({ options, ...server }: Bench): Promise<LoadOutcome> {
  const { rows, pairs, seed } = options;
  print(`load of ${rows} rows`);
  return await runLoadRounds({
    ...server,
    rows,
    rounds: pairs,
    seed,
    onRound: ({ engine, pgbench, insert }) =>
      print(
        `  ${engine.toFixed(2)} s, pgbench -i ${pgbench.toFixed(2)} s, INSERT ` +
          `${insert.toFixed(2)} s: ${(engine / pgbench).toFixed(2)}× and ` +
          `${(insert / engine).toFixed(2)}×`,
      ),
  });
}

async function measureMemory({ options, settings, signal }: Bench): Promise<MemoryOutcome> {
  const { memorySeconds: lateSec, scale, seed } = options;
  print(`memory: ${lateSec} s`);
  const memory = await runMemory({ settings, lateSec, scale, seed, signal });
  print(`  ${byteSize(memory.residentBytes.at(-1) ?? NaN)} at the end`);
  return memory;
}

function print(line: string): void {
  process.stdout.write(line.endsWith("\n") ? line : `${line}\n`);
}

if (import.meta.main) {
  const interrupt = new AbortController();
  Deno.addSignalListener("SIGINT", () => interrupt.abort());
  Deno.addSignalListener("SIGTERM", () => interrupt.abort());
  try {
    await main(Deno.args, interrupt.signal);
  } catch (error) {
    if (interrupt.signal.aborted) Deno.exit(130);
    const hint = error instanceof LakebenchError && error.hint ? `\n${error.hint}` : "";
    process.stderr.write(`${error instanceof Error ? error.message : error}${hint}\n`);
    Deno.exit(exitCodeOf(error));
  }
  Deno.exit(0);
}
