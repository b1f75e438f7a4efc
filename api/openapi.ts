/** The API as an OpenAPI 3.1 document. */
import { z } from "zod";
import { CONFIGURATION } from "../components/explanations.ts";
import { VERSION } from "../engine/version.ts";
import { type Answer, type Operation, OPERATIONS } from "./operations.ts";
import { PROBLEM_TYPE, type ProblemCode, PROBLEMS } from "./problem.ts";
import * as schemas from "./schemas.ts";

/** A part of a document, in JSON. */
export type Json = Record<string, unknown>;

/** Schemas that are described once and referred to by name. */
const NAMED = {
  Configured: schemas.Configured,
  FeedMessage: schemas.FeedMessage,
  Problem: schemas.Problem,
  Queue: schemas.Queue,
  Run: schemas.Run,
  RunConfig: schemas.RunConfig,
  RunEdit: schemas.RunEdit,
  RunPage: schemas.RunPage,
  RunRequest: schemas.RunRequest,
  RunResult: schemas.RunResult,
  SamplesPage: schemas.SamplesPage,
  SocketRequest: schemas.SocketRequest,
  Started: schemas.Started,
  Target: schemas.TargetRecord,
  TargetList: schemas.TargetList,
  Update: schemas.Update,
  User: schemas.User,
};
/** Those that are sent to the server: what has a default may be left out. */
const SENT: ReadonlySet<string> = new Set(["RunRequest", "RunEdit", "SocketRequest"]);

/** Those that hold the fields of a configuration. */
const CONFIGURATIONS: ReadonlySet<string> = new Set(["RunConfig", "RunRequest"]);

const names = new Map<z.ZodType, string>(
  Object.entries(NAMED).map(([name, schema]) => [schema, name]),
);

let document: Json | undefined;

/** The document, made once. */
export function openApiDocument(): Json {
  document ??= {
    openapi: "3.1.0",
    info: {
      title: "Lakebench",
      version: VERSION,
      summary: "Configure, queue, watch and read PostgreSQL benchmarks.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    tags: [...new Set(OPERATIONS.map(({ tag }) => tag))].map((name) => ({ name })),
    paths: paths(),
    components: { schemas: components() },
  };
  return document;
}

function paths(): Json {
  const found: Record<string, Json> = {};
  for (const operation of OPERATIONS) {
    (found[operation.path] ??= {})[operation.method] = describe(operation);
  }
  return found;
}

function describe(operation: Operation): Json {
  const { id, tag, summary, description, params, query, headers, body, answers } = operation;
  const parameters = [
    ...parametersOf("path", params),
    ...parametersOf("query", query),
    ...parametersOf("header", headers),
  ];
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && {
      requestBody: {
        required: true,
        content: Object.fromEntries(
          body.types.map((type) => [type, { schema: reference(body.schema, "input") }]),
        ),
      },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, answer]) => [status, answerOf(answer)]),
      ),
      ...problemsOf(operation),
    },
  };
}

function parametersOf(place: "path" | "query" | "header", schema: z.ZodObject | undefined): Json[] {
  if (schema === undefined) return [];
  return Object.entries(schema.shape).map(([name, part]) => {
    const type = part as z.ZodType;
    const { description, ...described } = converted(type, "output");
    return {
      name,
      in: place,
      required: place === "path" || !type.safeParse(undefined).success,
      ...(description !== undefined && { description }),
      schema: described,
    };
  });
}

function answerOf({ description, content, headers }: Answer): Json {
  return {
    description,
    ...(headers !== undefined && {
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, text]) => [name, {
          description: text,
          schema: { type: "string" },
        }]),
      ),
    }),
    ...(content !== undefined && {
      content: Object.fromEntries(
        Object.entries(content).map(([type, schema]) => [type, {
          schema: schema === null ? { type: "string" } : reference(schema, "output"),
        }]),
      ),
    }),
  };
}

/** A response for each status, with the codes that it can have. */
function problemsOf({ problems }: Operation): Json {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of [...problems, "internal_error" as const]) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...byStatus.get(status) ?? [], code]);
  }
  return Object.fromEntries(
    Array.from(byStatus, ([status, codes]) => [status, {
      description: codes.map((code) => `${code}: ${PROBLEMS[code].title}.`).join(" "),
      content: { [PROBLEM_TYPE]: { schema: reference(schemas.Problem, "output") } },
    }]),
  );
}

function reference(schema: z.ZodType, io: "input" | "output"): Json {
  const name = names.get(schema);
  return name === undefined ? converted(schema, io) : { $ref: `#/components/schemas/${name}` };
}

function components(): Json {
  return Object.fromEntries(
    Object.entries(NAMED).map(([name, schema]) => {
      const described = converted(schema, SENT.has(name) ? "input" : "output");
      return [name, CONFIGURATIONS.has(name) ? explained(described) : described];
    }),
  );
}

/** The fields with the sentences that the forms have for them. */
function explained(schema: Json): Json {
  const fields = Object.entries((schema.properties ?? {}) as Record<string, Json>);
  const properties = fields.map(([name, field]) => {
    const { meaning, unit } = CONFIGURATION[name] ?? {};
    if (typeof meaning !== "string") return [name, field];
    return [name, { ...field, description: unit ? `${meaning} Unit: ${unit}.` : meaning }];
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}

/** A schema as JSON Schema, with references to the named ones inside it. */
function converted(schema: z.ZodType, io: "input" | "output"): Json {
  const registry = z.registry<{ id: string }>();
  for (const [named, name] of names) {
    if (named !== schema) registry.add(named, { id: name });
  }
  const { $schema: _, $defs: __, ...rest } = z.toJSONSchema(schema, {
    io,
    metadata: registry,
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      const description = z.globalRegistry.get(zodSchema)?.description;
      if (description !== undefined) jsonSchema.description ??= description;
    },
  }) as Json;
  return rewritten(rest) as Json;
}

/** References into the document in place of those into the schema. */
function rewritten(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rewritten);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) =>
      name === "$ref" && typeof part === "string"
        ? [name, part.replace("#/$defs/", "#/components/schemas/")]
        : [name, rewritten(part)]
    ),
  );
}
