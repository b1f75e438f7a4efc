/** What the API takes and gives, as schemas: requests are checked by them and the OpenAPI document is made of them. */
import { z } from "zod";
import { LIMITS, RunConfig } from "../engine/config.ts";
import { LevelResult, RUN_STATUSES, RunResult, Sample } from "../engine/result.ts";
import { LiveEvent } from "../store/live_event.ts";
import { RUN_LIMITS, RunRecord } from "../store/run_record.ts";
import { TargetRecord } from "../store/targets.ts";
import { type ProblemCode, PROBLEMS } from "./problem.ts";

/** Lower limits of a run that is started through the web. */
export const WEB_LIMITS = { thread_counts: 1, table_rows: 1_000, test_duration: 10 } as const;

/** Runs of a page, and samples of one. */
export const PAGE_LIMITS = { runs: 100, samples: 3_600 } as const;

const instant = z.iso.datetime();
const wholeNumber = (min: number, max = Number.MAX_SAFE_INTEGER) =>
  z.coerce.number().int().min(min).max(max);
const flag = z.enum(["true", "false"]);

/** A configuration, and which target it is run on. */
export const RunRequest = z.strictObject({
  ...RunConfig.shape,
  test_duration: z.number().int().min(WEB_LIMITS.test_duration).max(LIMITS.duration_sec)
    .default(60).describe("Measured time of a level, seconds."),
  target_id: z.string().max(200).optional()
    .describe("From /api/targets. The embedded server when absent."),
}).describe("A run's configuration. Fields that are left out take their defaults.");

export const Configured = z.strictObject({
  valid: z.literal(true),
  estimated_time_seconds: z.number().min(0)
    .describe(
      "Warm-up, measurement, cool-down and start-up of all levels; without loading tables.",
    ),
  total_threads: z.number().int().min(0).describe("The sum of thread_counts."),
  configuration: RunConfig,
});

export const Started = z.strictObject({
  id: z.ulid(),
  status: z.enum(RUN_STATUSES),
  created_at: instant,
  queue_position: z.number().int().min(1).nullable()
    .describe("1 is the next of its target; null once it has left the queue."),
});

export const Run = RunRecord.extend({
  queue_position: Started.shape.queue_position,
});
export type Run = z.infer<typeof Run>;

export const RunPage = z.strictObject({
  benchmarks: z.array(Run),
  cursor: z.string().nullable().describe("Of the next page; null on the last."),
});

export const RunQuery = z.strictObject({
  target_id: z.string().max(200).optional(),
  suite: z.string().max(200).optional()
    .describe("Runs of the same configuration on the same target have the same."),
  status: z.enum(RUN_STATUSES).optional(),
  tag: z.string().max(RUN_LIMITS.tag).optional(),
  archived: flag.optional().describe("Default false."),
  search: z.string().max(200).optional()
    .describe("Words of tags, target, workload or notes, all of them; or how an id begins."),
  sort: z.enum(["created", "throughput", "p99", "duration"]).optional()
    .describe("Default created."),
  direction: z.enum(["asc", "desc"]).optional()
    .describe("Default desc: newest, fastest, slowest, longest first."),
  cursor: z.string().max(2_000).optional().describe("From the page before."),
  limit: wholeNumber(1, PAGE_LIMITS.runs).optional().describe("Runs of a page. Default 25."),
});

export const RunEdit = z.strictObject({
  tags: RunRecord.shape.tags.optional(),
  notes: RunRecord.shape.notes.optional(),
  archived: z.boolean().optional(),
}).describe("What is left out stays as it is.");

export const ResultQuery = z.strictObject({
  samples: flag.optional()
    .describe("false leaves out samples and histograms, which are most of a result. Default true."),
});

export const SamplesQuery = z.strictObject({
  level: wholeNumber(0).optional().describe("Position in the result's levels. Default 0."),
  after: wholeNumber(0).optional().describe("Only later seconds than this one."),
  limit: wholeNumber(1, PAGE_LIMITS.samples).optional().describe("Default 1000."),
});

export const SamplesPage = z.strictObject({
  benchmark_id: z.ulid(),
  level: z.number().int().min(0),
  level_count: z.number().int().min(0),
  threads: LevelResult.shape.threads,
  rate: z.number().nullable(),
  repetition: LevelResult.shape.repetition,
  samples: z.array(Sample.omit({ histogram: true })),
  next: z.number().int().nullable().describe("The `after` of the next page; null on the last."),
});

/** Formats of an export, and what they are sent as. */
export const EXPORT_TYPES = {
  json: "application/json",
  csv: "text/csv; charset=utf-8; header=present",
  markdown: "text/markdown; charset=utf-8",
  junit: "application/xml",
} as const;
export type ExportFormat = keyof typeof EXPORT_TYPES;

export const ExportQuery = z.strictObject({
  format: z.enum(Object.keys(EXPORT_TYPES) as [ExportFormat, ...ExportFormat[]]).optional()
    .describe("Default json."),
});

export const EventsQuery = z.strictObject({
  after: wholeNumber(0).optional()
    .describe("Only later events than this seq. The header Last-Event-ID goes before it."),
});

export const SocketQuery = z.strictObject({
  benchmark_id: z.ulid().optional().describe("Only this run. All that run when absent."),
  after: wholeNumber(0).optional().describe("Of benchmark_id: only later events than this seq."),
});

/** An event as viewers get it: see `store/feed_message.ts`. */
export const FeedMessage = z.discriminatedUnion(
  "type",
  LiveEvent.options.map((option) => {
    const place = { seq: z.number().int().min(1), at: instant };
    return option.shape.type.value === "sample"
      ? option.extend({ ...place, sample: Sample.omit({ histogram: true }) })
      : option.extend(place);
  }) as unknown as typeof LiveEvent.options,
);

export const Update = z.strictObject({
  type: z.literal("benchmark_update"),
  benchmark_id: z.ulid(),
  data: FeedMessage,
});

export const SocketRequest = z.strictObject({
  type: z.enum(["subscribe", "unsubscribe", "ping"]),
  benchmark_id: z.ulid().optional(),
  after: z.number().int().min(0).optional(),
}).describe("What a client may send. Without benchmark_id it is about all runs.");

export const Queue = z.strictObject({
  running: z.array(Run),
  pending: z.array(Run).describe("First come, first served of each target."),
});

export const TargetList = z.strictObject({ targets: z.array(TargetRecord) });

export const User = z.strictObject({ id: z.string(), name: z.string(), role: z.enum(["admin"]) });

export const Health = z.strictObject({ status: z.literal("ok") });

export const Problem = z.strictObject({
  type: z.string().describe("Where the code is explained."),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().describe("What happened, in sentences."),
  instance: z.string().describe("The path, or the id under which the server's log has the error."),
  code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
  hint: z.string().optional().describe("What can be done about it."),
  errors: z.array(z.strictObject({
    field: z.string().describe("For example thread_counts[0]."),
    message: z.string(),
    limit: z.union([z.number(), z.string(), z.array(z.string())]).nullable(),
    value: z.unknown(),
  })).describe("Every field that is wrong, with the limit it breaks and its value."),
});

export { RunConfig, RunResult, TargetRecord };
