/** Every operation of the API: what it takes and gives. The OpenAPI document and the page about it are made of this. */
import { z } from "zod";
import type { ProblemCode } from "./problem.ts";
import {
  Configured,
  EventsQuery,
  EXPORT_TYPES,
  ExportQuery,
  Health,
  Queue,
  ResultQuery,
  Run,
  RunEdit,
  RunPage,
  RunQuery,
  RunRequest,
  RunResult,
  SamplesPage,
  SamplesQuery,
  SocketQuery,
  Started,
  TargetList,
  TargetRecord,
  User,
} from "./schemas.ts";

/** An answer other than a problem. */
export interface Answer {
  readonly description: string;
  /** Content types with what each holds; text when there is no schema. None: there is no body. */
  readonly content?: Readonly<Record<string, z.ZodType | null>>;
  /** Headers with what each says. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Operation {
  readonly method: "get" | "post" | "patch" | "delete";
  /** With `{name}` for what is replaced. */
  readonly path: string;
  readonly id: string;
  readonly tag: "Runs" | "Live" | "Queue and targets" | "Server";
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  readonly body?: { readonly schema: z.ZodType; readonly types: readonly string[] };
  readonly answers: Readonly<Record<number, Answer>>;
  readonly problems: readonly ProblemCode[];
}

const JSON_TYPE = "application/json";
/** Content types of an edit: a merge patch by RFC 7396 is one. */
export const PATCH_TYPES = [JSON_TYPE, "application/merge-patch+json"] as const;

const RunId = z.strictObject({ id: z.ulid().describe("The run's.") });
const TargetId = z.strictObject({ id: z.string().describe("The target's.") });
const BODY: readonly ProblemCode[] = ["json_invalid", "body_too_large", "media_type_unsupported"];

const json = (description: string, schema: z.ZodType): Answer => ({
  description,
  content: { [JSON_TYPE]: schema },
});
const NEXT = { Link: "The next page, as rel=next; absent on the last." };

const socket = (path: string, id: string, summary: string): Operation => ({
  method: "get",
  path,
  id,
  tag: "Live",
  summary,
  description:
    "Sends a benchmark_update for each event. Of a run that is named it sends what there " +
    "is after `after`, then what comes; without one, what comes of all runs. A client may send " +
    "subscribe and unsubscribe with a benchmark_id, and ping, which pong answers. A page of another " +
    "site is refused.",
  query: SocketQuery,
  answers: { 101: { description: "The protocol is switched." } },
  problems: ["parameter_invalid", "forbidden", "run_not_found", "upgrade_required"],
});

export const OPERATIONS: readonly Operation[] = [
  {
    method: "post",
    path: "/api/benchmarks/configure",
    id: "configure",
    tag: "Runs",
    summary: "Check a configuration",
    description: "Starts nothing. Fields that are left out get their defaults.",
    body: { schema: RunRequest, types: [JSON_TYPE] },
    answers: { 200: json("It is valid: so it would be run, and so long it takes.", Configured) },
    problems: ["config_invalid", ...BODY],
  },
  {
    method: "post",
    path: "/api/benchmarks/start",
    id: "start",
    tag: "Runs",
    summary: "Start a run",
    description:
      "Puts it into its target's queue. With an Idempotency-Key, sending the same again " +
      "starts nothing and is answered as the first.",
    headers: z.strictObject({
      "Idempotency-Key": z.string().min(1).max(255).optional()
        .describe("Names this start. Printable ASCII."),
    }),
    body: { schema: RunRequest, types: [JSON_TYPE] },
    answers: {
      201: {
        ...json("It is in the queue.", Started),
        headers: {
          Location: "The run.",
          "Idempotency-Replayed": "true where an earlier request started it.",
        },
      },
    },
    problems: [
      "config_invalid",
      "parameter_invalid",
      "run_too_large",
      "idempotency_key_reused",
      ...BODY,
    ],
  },
  {
    method: "get",
    path: "/api/benchmarks",
    id: "list",
    tag: "Runs",
    summary: "List runs",
    description: "Newest first unless sorted otherwise.",
    query: RunQuery,
    answers: { 200: { ...json("A page of runs.", RunPage), headers: NEXT } },
    problems: ["parameter_invalid", "cursor_invalid", "edit_invalid"],
  },
  {
    method: "get",
    path: "/api/benchmarks/{id}",
    id: "get",
    tag: "Runs",
    summary: "Get a run",
    params: RunId,
    answers: { 200: json("The run, without its result.", Run) },
    problems: ["run_not_found"],
  },
  {
    method: "patch",
    path: "/api/benchmarks/{id}",
    id: "edit",
    tag: "Runs",
    summary: "Edit tags and notes, archive",
    params: RunId,
    body: { schema: RunEdit, types: PATCH_TYPES },
    answers: { 200: json("The run as it is now.", Run) },
    problems: ["run_not_found", "body_invalid", "edit_invalid", ...BODY],
  },
  {
    method: "delete",
    path: "/api/benchmarks/{id}",
    id: "remove",
    tag: "Runs",
    summary: "Delete a run",
    description: "With its events and its result, for good.",
    params: RunId,
    answers: { 204: { description: "It is deleted." } },
    problems: ["run_not_found", "run_running"],
  },
  {
    method: "post",
    path: "/api/benchmarks/{id}/cancel",
    id: "cancel",
    tag: "Runs",
    summary: "Cancel a run",
    description:
      "One that waits is cancelled at once. One that runs is told to end, and keeps what " +
      "it measured.",
    params: RunId,
    answers: {
      200: json("It is cancelled.", Run),
      202: json("It is told to end.", Run),
    },
    problems: ["run_not_found", "run_finished"],
  },
  {
    method: "get",
    path: "/api/benchmarks/{id}/results",
    id: "results",
    tag: "Runs",
    summary: "Get a result",
    params: RunId,
    query: ResultQuery,
    answers: { 200: json("The result.", RunResult) },
    problems: ["run_not_found", "result_not_ready", "result_absent", "parameter_invalid"],
  },
  {
    method: "get",
    path: "/api/benchmarks/{id}/samples",
    id: "samples",
    tag: "Runs",
    summary: "Get a level second by second",
    params: RunId,
    query: SamplesQuery,
    answers: {
      200: {
        ...json("A page of the level's seconds, without histograms.", SamplesPage),
        headers: NEXT,
      },
    },
    problems: ["run_not_found", "result_not_ready", "result_absent", "parameter_invalid"],
  },
  {
    method: "get",
    path: "/api/benchmarks/{id}/export",
    id: "export",
    tag: "Runs",
    summary: "Export a result as a file",
    description: "The same files as the command line writes.",
    params: RunId,
    query: ExportQuery,
    answers: {
      200: {
        description: "The file.",
        content: {
          [EXPORT_TYPES.json]: RunResult,
          [EXPORT_TYPES.csv]: null,
          [EXPORT_TYPES.markdown]: null,
          [EXPORT_TYPES.junit]: null,
        },
        headers: { "Content-Disposition": "The file's name." },
      },
    },
    problems: ["run_not_found", "result_not_ready", "result_absent", "parameter_invalid"],
  },
  {
    method: "get",
    path: "/api/benchmarks/{id}/events",
    id: "events",
    tag: "Live",
    summary: "Live events by Server-Sent Events",
    description: "Sends what there is after Last-Event-ID or `after`, then what comes. The id of " +
      "each is its seq, its event its type, its data a FeedMessage. The stream ends with the " +
      "event finished.",
    params: RunId,
    query: EventsQuery,
    headers: z.strictObject({
      "Last-Event-ID": z.string().optional().describe("The seq of the last event that arrived."),
    }),
    answers: {
      200: { description: "The stream.", content: { "text/event-stream": null } },
      204: { description: "The event finished has arrived before: nothing will follow." },
    },
    problems: ["run_not_found", "parameter_invalid"],
  },
  socket("/ws", "socket", "Live events by WebSocket"),
  socket("/api/ws", "apiSocket", "The same WebSocket below /api"),
  {
    method: "get",
    path: "/api/queue",
    id: "queue",
    tag: "Queue and targets",
    summary: "What runs and what waits",
    answers: { 200: json("Runs that run, and runs that wait in their order.", Queue) },
    problems: [],
  },
  {
    method: "get",
    path: "/api/targets",
    id: "targets",
    tag: "Queue and targets",
    summary: "List targets",
    answers: { 200: json("The servers that runs can go against.", TargetList) },
    problems: [],
  },
  {
    method: "get",
    path: "/api/targets/{id}",
    id: "target",
    tag: "Queue and targets",
    summary: "Get a target",
    params: TargetId,
    answers: { 200: json("The target. No secret is kept of it.", TargetRecord) },
    problems: ["target_not_found"],
  },
  {
    method: "get",
    path: "/api/auth/me",
    id: "me",
    tag: "Server",
    summary: "Who asks",
    answers: { 200: json("The user that requests are made as.", User) },
    problems: [],
  },
  {
    method: "get",
    path: "/api/openapi.json",
    id: "openapi",
    tag: "Server",
    summary: "This description",
    answers: { 200: json("An OpenAPI 3.1 document.", z.looseObject({ openapi: z.string() })) },
    problems: [],
  },
  {
    method: "get",
    path: "/healthz",
    id: "health",
    tag: "Server",
    summary: "Whether the server works",
    answers: { 200: json("The store answers.", Health) },
    problems: ["unavailable"],
  },
  {
    method: "get",
    path: "/metrics",
    id: "metrics",
    tag: "Server",
    summary: "Metrics in OpenMetrics text",
    answers: {
      200: {
        description: "Runs, queue, viewers, memory, and requests by route and status.",
        content: { "application/openmetrics-text; version=1.0.0; charset=utf-8": null },
      },
    },
    problems: [],
  },
];

/** The methods that a path answers, in upper case; none where there is no such path. */
export function allowedMethods(pathname: string): string[] {
  const given = pathname.replace(/(.)\/$/, "$1");
  const exact = OPERATIONS.filter(({ path }) => path === given);
  const found = exact.length > 0 ? exact : OPERATIONS.filter(({ path }) => matches(path, given));
  const methods = found.map(({ method }) => method.toUpperCase());
  if (methods.length === 0) return [];
  return [...methods.includes("GET") ? ["HEAD"] : [], ...methods, "OPTIONS"];
}

function matches(path: string, pathname: string): boolean {
  const steps = path.split("/");
  const given = pathname.split("/");
  return steps.length === given.length &&
    steps.every((step, index) => step.startsWith("{") || step === given[index]);
}
