/** `docs/performance.md`, made from what was measured. */
import { threeDigits, wholeNumber } from "../engine/report/number_format.ts";
import { bulletList, plainText, rightAlignedTable } from "../engine/report/markdown_syntax.ts";
import { medianOf } from "../engine/stats/summary.ts";
import type { PageCircumstances } from "./circumstances.ts";
import {
  medianLoadRatio,
  medianRatio,
  MEMORY_SPREAD_SEC,
  memoryGrowthPct,
  pairRatio,
  residentAround,
} from "./figures.ts";
import type {
  GeneratorRun,
  LevelOutcome,
  LoadOutcome,
  MemoryOutcome,
  Outcome,
  StartOutcome,
} from "./outcome.ts";
import type { PeerOptions } from "./options.ts";
import { GENERATOR_THREADS } from "./pgbench.ts";
import { checkTargets, TARGET_CORES, TARGET_PAIRS } from "./targets.ts";

const MIB = 1024 * 1024;

/** The whole page, as Markdown. */
export function renderPage(
  outcome: Outcome,
  options: PeerOptions,
  circumstances: PageCircumstances,
): string {
  const { load, memory, start } = outcome;
  const sections = [
    "# Performance",
    "The engine beside its peers, as `deno task bench:peers` measured it. The command writes this " +
    "page; figures of another machine will differ, their ratios less so.",
    bulletList(describe(circumstances)),
    "## Targets",
    ...reservations(options, circumstances),
    targetTable(outcome),
    ...(outcome.levels.length > 0
      ? ["## Throughput and CPU", levelMethod(options), ...outcome.levels.flatMap(levelSection)]
      : []),
    ...(load === undefined ? [] : ["## Load", ...loadSection(load)]),
    ...(memory === undefined ? [] : ["## Memory", ...memorySection(memory)]),
    ...(start === undefined ? [] : ["## Warm start", ...startSection(start)]),
  ];
  return sections.join("\n\n") + "\n";
}

function describe(circumstances: PageCircumstances): string[] {
  const { date, command, machine, cores, loadAverage, lakebench, deno, server, pgbench } =
    circumstances;
  return [
    `Date: ${date}`,
    `Command: \`${command}\``,
    `Machine: ${plainText(machine)}, cores: ${cores}, load average before the first run: ` +
    loadAverage.toFixed(2),
    `Lakebench ${lakebench}, Deno ${deno}`,
    `Server: ${plainText(server)}, embedded, on the same machine`,
    `pgbench: ${plainText(pgbench)}`,
  ];
}

/** Why the targets don't quite apply, where they don't. */
function reservations({ pairs }: PeerOptions, { cores }: PageCircumstances): string[] {
  const texts: string[] = [];
  if (pairs < TARGET_PAIRS) {
    texts.push(
      `The targets speak of medians of at least ${TARGET_PAIRS} pairs; these are of ${pairs}.`,
    );
  }
  if (cores !== TARGET_CORES) {
    texts.push(`The targets speak of a machine with ${TARGET_CORES} cores; this one has ${cores}.`);
  }
  return texts;
}

function targetTable(outcome: Outcome): string {
  return rightAlignedTable(
    ["Figure", "Target", "Measured", ""],
    checkTargets(outcome).map(({ figure, target, measured, met }) => [
      figure,
      target,
      measured,
      met ? "met" : "**not met**",
    ]),
  );
}

function levelMethod({ seconds, warmup, scale, seed }: PeerOptions): string {
  const warmUp = warmup === 0
    ? "no warm-up for either"
    : `${warmup} s of warm-up for the engine and none for pgbench, which has no such setting`;
  return `Each pair runs pgbench and the engine one after the other, for ${seconds} s each, on the ` +
    `same tables (scale ${scale}), over prepared statements, with the same number of connections, ` +
    `${GENERATOR_THREADS} threads (\`-j ${GENERATOR_THREADS}\`) or workers, the same seed (${seed} ` +
    `in the first pair, one more in each next), and ${warmUp}. Who runs first alternates. ` +
    `Before each run the small tables are vacuumed, the history is emptied and a ` +
    `checkpoint is made. Throughput leaves out the time to connect on both sides.\n\n` +
    "CPU is user and system time of the generator's process with all its threads, in µs per " +
    "transaction. *Load* leaves out starting and connecting, which is a larger share of a shorter " +
    "run: for the engine it is what getrusage counts from the start of the clock to the last " +
    "answer; for pgbench, the whole less the CPU of a run of one transaction a connection. " +
    "*Process* is everything from start to exit as the shell's `times` counts it for both, " +
    "compiling and connecting included. The target is held against *load*. A ratio is the " +
    "engine's figure over pgbench's.";
}

function levelSection({ workload, connections, pairs }: LevelOutcome): string[] {
  const ratios = ["tps", "loadCpuUs", "processCpuUs"] as const;
  const rows = pairs.map((pair, i) => [
    `${i + 1}, ${pair.first} first`,
    ...ratios.flatMap((figure) => [
      shown(figure, pair.pgbench),
      shown(figure, pair.engine),
      pairRatio(pair, figure).toFixed(2),
    ]),
  ]);
  const median = (figure: keyof GeneratorRun) => [
    shown(figure, { [figure]: medianOf(pairs.map(({ pgbench }) => pgbench[figure])) }),
    shown(figure, { [figure]: medianOf(pairs.map(({ engine }) => engine[figure])) }),
    `**${medianRatio(pairs, figure).toFixed(2)}**`,
  ];
  return [
    `### ${workload}, ${connections} ${connections === 1 ? "connection" : "connections"}`,
    rightAlignedTable(
      [
        "Pair",
        "pgbench tps",
        "engine tps",
        "ratio",
        "pgbench load CPU µs",
        "engine load CPU µs",
        "ratio",
        "pgbench process CPU µs",
        "engine process CPU µs",
        "ratio",
      ],
      [...rows, ["median", ...ratios.flatMap(median)]],
    ),
  ];
}

function shown(figure: keyof GeneratorRun, run: Partial<GeneratorRun>): string {
  const value = run[figure] ?? NaN;
  return figure === "tps" ? wholeNumber(value) : threeDigits(value);
}

function loadSection({ rows, rounds }: LoadOutcome): string[] {
  const seconds = (value: number) => value.toFixed(2);
  const table = rightAlignedTable(
    [
      "Round",
      "engine s",
      "pgbench -i s",
      "INSERT s",
      "engine / pgbench -i",
      "INSERT / engine",
      "engine's whole process s",
      "whole process / pgbench -i",
    ],
    [
      ...rounds.map((round, i) => [
        `${i + 1}, ${round.first} first`,
        seconds(round.engine),
        seconds(round.pgbench),
        seconds(round.insert),
        seconds(round.engine / round.pgbench),
        seconds(round.insert / round.engine),
        seconds(round.engineProcess),
        seconds(round.engineProcess / round.pgbench),
      ]),
      [
        "median",
        seconds(medianOf(rounds.map(({ engine }) => engine))),
        seconds(medianOf(rounds.map(({ pgbench }) => pgbench))),
        seconds(medianOf(rounds.map(({ insert }) => insert))),
        `**${seconds(medianLoadRatio(rounds, "engine", "pgbench"))}**`,
        `**${seconds(medianLoadRatio(rounds, "insert", "engine"))}**`,
        seconds(medianOf(rounds.map(({ engineProcess }) => engineProcess))),
        seconds(medianLoadRatio(rounds, "engineProcess", "pgbench")),
      ],
    ],
  );
  return [
    `${wholeNumber(rows)} rows of the Lakebase table against \`pgbench -i\` of as many accounts, ` +
    "and against the same rows in INSERT statements of 1000 rows over one connection, in one " +
    "transaction, with the same primary key and indexes after it. Each ends with the table " +
    "indexed, vacuumed and analysed. The engine and INSERT are timed from the first connection to " +
    "the finished table, `pgbench -i` as a whole command; the engine's whole process, with the " +
    "start of Deno, stands beside it. Every other round runs in the opposite order.",
    table,
  ];
}

function memorySection(memory: MemoryOutcome): string[] {
  const { connections, earlySec, lateSec, residentBytes } = memory;
  const every = Math.max(1, Math.round(lateSec / 12));
  const seconds = residentBytes.map((_, i) => i + 1).filter((second) => second % every === 0);
  const mib = (bytes: number) => (bytes / MIB).toFixed(1);
  const growth = memoryGrowthPct(memory);
  const settled = residentBytes.slice(earlySec - 1);
  return [
    `Resident memory of the engine's process over a run of select-only at ${connections} ` +
    `connections. At ${earlySec} s it was ${
      mib(residentAround(residentBytes, earlySec))
    } MiB and at ` +
    `${lateSec} s ${mib(residentAround(residentBytes, lateSec))} MiB, ` +
    `${Math.abs(growth).toFixed(1)} % ${growth < 0 ? "less" : "more"}; each is the median of the ` +
    `readings up to ${MEMORY_SPREAD_SEC} s before and after it, since the garbage collector moves ` +
    `single ones, from ${mib(Math.min(...settled))} to ${
      mib(Math.max(...settled))
    } MiB from ${earlySec} s on.`,
    rightAlignedTable(
      ["Second", "resident MiB"],
      seconds.map((second) => [String(second), mib(residentBytes[second - 1] ?? NaN)]),
    ),
  ];
}

function startSection({ command, seconds }: StartOutcome): string[] {
  return [
    `\`${command}\`, from the command to the start of the level's clock, when the first measured ` +
    "operation is sent: Deno, a new embedded server, the table loaded and indexed, 20 connections " +
    "open. Dependencies are in Deno's cache; one run before is not counted.",
    rightAlignedTable(
      ["Start", "s"],
      [
        ...seconds.map((value, i) => [String(i + 1), value.toFixed(2)]),
        ["median", `**${medianOf(seconds).toFixed(2)}**`],
      ],
    ),
  ];
}
