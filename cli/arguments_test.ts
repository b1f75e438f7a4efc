import assert from "node:assert/strict";
import { join } from "node:path";
import { parseConfig } from "../engine/config.ts";
import { LakebenchError } from "../engine/errors.ts";
import { parseArguments, type RunRequest } from "./arguments.ts";

/** The request of a command line that is a run. */
async function parseRun(...args: string[]): Promise<RunRequest> {
  const request = await parseArguments(args);
  assert(request.kind === "run");
  return request;
}

async function refusal(args: readonly string[]): Promise<LakebenchError> {
  try {
    await parseArguments(args);
  } catch (error) {
    assert(error instanceof LakebenchError, String(error));
    assert.equal(error.code, "config_invalid");
    return error;
  }
  assert.fail(`accepted ${args.join(" ")}`);
}

Deno.test("parseArguments() of nothing is a run of three levels on the embedded server", async () => {
  const request = await parseRun();
  assert.deepEqual(request.config, {
    ...parseConfig({}),
    thread_counts: [1, 8, 20],
    table_rows: 100_000,
    test_duration: 10,
  });
  assert.equal(request.target, undefined);
  assert.equal(request.out, undefined);
  assert.deepEqual(request.formats, ["json", "csv", "md"]);
  assert.deepEqual([request.keep, request.json, request.quiet], [false, false, false]);
});

Deno.test("parseArguments() takes --record with a store and without, and refuses an empty one", async () => {
  assert.equal((await parseRun()).record, undefined);
  assert.deepEqual((await parseRun("--record")).record, {});
  assert.deepEqual((await parseRun("--record", "runs.db")).record, { store: "runs.db" });
  assert.equal((await refusal(["--record="])).message, '--record must not be empty, got ""');
  assert.match(
    (await refusal(["--record=a", "--record=b"])).message,
    /^--record can be given once/,
  );
});

const accepted: [string, Partial<RunRequest["config"]>][] = [
  ["--threads 1,4,16", { thread_counts: [1, 4, 16] }],
  ["--threads=16,4", { thread_counts: [16, 4] }],
  ["run --threads 3", { thread_counts: [3] }],
  ["-- --threads 3", { thread_counts: [3] }],
  ["--rows 1M", { table_rows: 1_000_000 }],
  ["--duration 2m --warmup 0 --cooldown 10s", {
    test_duration: 120,
    warmup_sec: 0,
    cooldown_sec: 10,
  }],
  ["--batch-size 50k", { batch_size: 50_000 }],
  ["--keys zipfian --seed 0", { keys: "zipfian", seed: 0 }],
  ["--driver pg", { driver: "pg" }],
  ["--protocol simple", { protocol: "simple" }],
  ["--pipeline 8 --max-workers 2", { pipeline: 8, max_workers: 2 }],
  ["--workload tpcb-like --scale 10", { workload: "tpcb-like", scale: 10 }],
  ["--json --json", {}],
];

for (const [line, fields] of accepted) {
  Deno.test(`parseArguments() takes ${line}`, async () => {
    const { config } = await parseRun(...line.split(" "));
    assert.deepEqual({ ...config, ...fields }, config);
  });
}

Deno.test("parseArguments() takes what isn't part of a configuration", async () => {
  const request = await parseRun(
    ..."--target postgres://bob@db/shop --out reports --format md,json --json --quiet".split(" "),
  );
  assert.equal(request.target, "postgres://bob@db/shop");
  assert.equal(request.out, "reports");
  assert.deepEqual(request.formats, ["md", "json"]);
  assert.deepEqual([request.json, request.quiet], [true, true]);
  assert.equal((await parseRun("--keep")).keep, true);
});

for (const kind of ["version", "list-workloads"] as const) {
  Deno.test(`parseArguments() of --${kind} asks for nothing else`, async () => {
    assert.deepEqual(await parseArguments([`--${kind}`, "--threads", "4"]), { kind });
  });
}

Deno.test("parseArguments() of --help asks for nothing else, and of which command", async () => {
  for (
    const [line, name] of [["--help --threads 4", "run"], ["compare --help", "compare"]] as const
  ) {
    const request = await parseArguments(line.split(" "));
    assert(request.kind === "help");
    assert.equal(request.command.name, name);
  }
});

/** Each with the whole message, so that flag, limit and value are seen to be there. */
const refused: [string, string][] = [
  ["--threads 0", "--threads (entry 1) must be at least 1, got 0"],
  ["--threads 4,-1", "--threads (entry 2) must be at least 1, got -1"],
  ["--threads 1.5", "--threads (entry 1) must be a whole number, got 1.5"],
  ["--threads 10001", "--threads (entry 1) must be at most 10000, got 10001"],
  ["--threads 4,4", "--threads has a duplicate, got [4,4]"],
  ["--threads 4,,8", '--threads has an empty entry, got "4,,8"'],
  ["--threads=", '--threads must not be empty, got ""'],
  ["--threads", "--threads needs a value"],
  ["--threads --rows 5k", "--threads needs a value, got the flag --rows"],
  ["--threads 1 --threads 2", '--threads can be given once, got "1" and "2"'],
  ["--threads 1, 4", '"4" belongs to no flag'],
  [
    "--threads four",
    '--threads must be a number such as 100000, 100_000, 100k or 1M, got "four"',
  ],
  ["--rows 999", "--rows must be at least 1000, got 999"],
  ["--rows 1000000001", "--rows must be at most 1000000000, got 1000000001"],
  ["--rows NaN", '--rows must be a number such as 100000, 100_000, 100k or 1M, got "NaN"'],
  ["--scale 0 --workload tpcb-like", "--scale must be at least 1, got 0"],
  ["--duration 0", "--duration must be at least 1, got 0"],
  ["--duration -5", "--duration must be at least 1, got -5"],
  ["--duration 0.5", "--duration must be a whole number, got 0.5"],
  ["--duration 169h", "--duration must be at most 604800, got 608400"],
  ["--duration 10x", '--duration must be a duration such as 10, 10s, 2m or 1h, got "10x"'],
  ["--warmup -1", "--warmup must be at least 0, got -1"],
  ["--cooldown 2h", "--cooldown must be at most 3600, got 7200"],
  ["--batch-size 0", "--batch-size must be at least 1, got 0"],
  ["--seed -1", "--seed must be at least 0, got -1"],
  ["--seed 4294967296", "--seed must be at most 4294967295, got 4294967296"],
  ["--pipeline 0", "--pipeline must be at least 1, got 0"],
  ["--max-workers 257", "--max-workers must be at most 256, got 257"],
  [
    "--keys zipf",
    '--keys must be one of uniform, zipfian, sequential (did you mean zipfian?), got "zipf"',
  ],
  [
    "--driver postgre",
    '--driver must be one of wire, pg, postgres (did you mean postgres?), got "postgre"',
  ],
  ["--protocol extended", '--protocol must be one of prepared, simple, got "extended"'],
  [
    "--driver pg --pipeline 2",
    "--pipeline must be 1 with driver pg: only the wire driver pipelines, got 2",
  ],
  ["--driver pg --protocol simple", '--protocol must be "prepared" with driver pg, got "simple"'],
  ["--workload nothing", '--workload: there is no workload "nothing"'],
  ["--workload=", '--workload must not be empty, got ""'],
  ["--format json", "--format says what --out writes, and there is no --out"],
  [
    "--out x --format jsom",
    '--format must be one of json, csv, md, junit (did you mean json?), got "jsom"',
  ],
  ["--out x --format md,md", '--format has a duplicate, got "md,md"'],
  ["--out=", '--out must not be empty, got ""'],
  [
    "--keep --target postgres://h/d",
    "--keep goes with the embedded server, and --target names another",
  ],
  [
    "--scale 2",
    "--scale does nothing with workload lakebase-lookup, which takes --rows and --keys",
  ],
  [
    "--workload tpcb-like --rows 5k",
    "--rows does nothing with workload tpcb-like, which takes --scale",
  ],
  ["--json=yes", '--json takes no value, got "yes"'],
  ["--thread 4", "--thread is not a known flag"],
  ["-t 4", "-t is not a known flag"],
  ["bench", '"bench" belongs to no flag'],
  ["--config /nonexistent/x.json", "--config /nonexistent/x.json can't be read: "],
];

for (const [line, message] of refused) {
  Deno.test(`parseArguments() refuses ${line}`, async () => {
    const error = await refusal(line.split(" "));
    if (message.endsWith(" ")) assert(error.message.startsWith(message), error.message);
    else assert.equal(error.message, message);
  });
}

Deno.test("parseArguments() suggests the flag that was likely meant", async () => {
  assert.equal((await refusal(["--thread", "4"])).hint, "Did you mean --threads?");
  assert.equal((await refusal(["--no-json"])).hint, "Did you mean --json?");
  assert.equal((await refusal(["--frobnicate"])).hint, "See --help.");
});

Deno.test("parseArguments() suggests the workload that was likely meant", async () => {
  assert.equal((await refusal(["--workload", "tpcb-lik"])).hint, "Did you mean tpcb-like?");
});

Deno.test("parseArguments() tells everything that is wrong at once", async () => {
  const { message } = await refusal("--threads 0,1.5 --rows 5 --duration 0".split(" "));
  assert.deepEqual(message.split("\n").map((sentence) => sentence.split(" ")[0]), [
    "--threads",
    "--threads",
    "--rows",
    "--duration",
  ]);
});

Deno.test("parseArguments() never repeats what may hold a password", async () => {
  const url = "postgres://bob:hunter2@db/shop";
  const lines = [
    ["--target", url, "--target", url],
    [`--taget=${url}`],
    [url],
    ["--threads", "1", url],
    ["--keep", "--target", url],
  ];
  for (const args of lines) {
    const { message, hint } = await refusal(args);
    assert(!`${message} ${hint}`.includes("hunter2"), message);
  }
});

/** Parses with a `--config` file of this content. `FILE` in a message is its path. */
async function withConfigFile<T>(
  content: string,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const directory = await Deno.makeTempDir();
  const path = join(directory, "config.json");
  await Deno.writeTextFile(path, content);
  try {
    return await use(path);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("--config sets fields, and flags override it", async () => {
  const content = JSON.stringify({ thread_counts: [2, 3], test_duration: 5, keys: "zipfian" });
  await withConfigFile(content, async (path) => {
    const { config } = await parseRun("--config", path, "--duration", "7");
    assert.deepEqual(config.thread_counts, [2, 3]);
    assert.equal(config.test_duration, 7);
    assert.equal(config.keys, "zipfian");
    assert.equal(config.table_rows, 100_000);
  });
});

Deno.test("--config lets a flag choose a workload that the file's fields don't go with", async () => {
  await withConfigFile('{"table_rows": 5000}', async (path) => {
    const { config } = await parseRun("--config", path, "--workload", "tpcb-like");
    assert.equal(config.workload, "tpcb-like");
  });
});

const refusedFiles: [string, string][] = [
  ["{", "--config FILE is not JSON: "],
  ["[1]", "--config FILE: the configuration must be an object, got [1]"],
  ["null", "--config FILE: the configuration must be an object, got null"],
  ['{"table_rows": 5}', "--config FILE: table_rows must be at least 1000, got 5"],
  ['{"table_rows": "5k"}', '--config FILE: table_rows must be of type number, got "5k"'],
  ['{"thread_counts": []}', "--config FILE: thread_counts must have at least 1 entry, got []"],
  [
    '{"thread_count": [1]}',
    "--config FILE: thread_count is not a known field; did you mean thread_counts?",
  ],
  ['{"__proto__": 1}', "--config FILE: __proto__ is not a known field"],
  ['{"workload": "nothing"}', 'workload in --config: there is no workload "nothing"'],
  [
    '{"thread_counts": [0], "warmup_sec": -1}',
    "--config FILE: thread_counts (entry 1) must be at least 1, got 0\n" +
    "--config FILE: warmup_sec must be at least 0, got -1",
  ],
];

for (const [content, message] of refusedFiles) {
  Deno.test(`--config refuses ${content}`, () =>
    withConfigFile(content, async (path) => {
      const error = await refusal(["--config", path]);
      const expected = message.replaceAll("FILE", path);
      if (message.endsWith(" ")) assert(error.message.startsWith(expected), error.message);
      else assert.equal(error.message, expected);
    }));
}

Deno.test("--config names the file when one of its fields contradicts a flag", () =>
  withConfigFile('{"pipeline": 4}', async (path) => {
    const { message } = await refusal(["--config", path, "--driver", "pg"]);
    assert(message.startsWith(`pipeline in ${path} must be 1 with driver pg`), message);
  }));
