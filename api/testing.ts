/** The API for tests: the whole app over a store in memory, with a target and a finished run. */
import { randomResult } from "../engine/report/random_result.ts";
import type { RunResult } from "../engine/result.ts";
import type { RunConfigInput } from "../engine/config.ts";
import { type TestApp, testApp } from "../web/testing.ts";

/** What finished runs in tests went against. */
export const TARGET = { id: "embedded", name: "Embedded PostgreSQL", kind: "embedded" } as const;

export interface TestApi extends TestApp {
  /** Sends a value as JSON. */
  json(
    method: string,
    path: string,
    value: unknown,
    headers?: Record<string, string>,
  ): Promise<Response>;
  /** Starts a run, which waits: there is no runner. @returns its id */
  start(configuration?: RunConfigInput): Promise<string>;
  /** Records a finished run. */
  finished(result?: RunResult): Promise<RunResult>;
}

export async function testApi(): Promise<TestApi> {
  const app = await testApp();
  const { store } = app.services;
  await store.targets.put({
    ...TARGET,
    host: null,
    port: null,
    database: null,
    user: null,
    source: "environment",
    created_at: new Date().toISOString(),
  });
  const json: TestApi["json"] = (method, path, value, headers = {}) =>
    app.send(path, {
      method,
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(value),
    });
  return {
    ...app,
    json,
    async start(configuration = {}) {
      const response = await json("POST", "/api/benchmarks/start", configuration);
      return (await response.json()).id;
    },
    async finished(result = randomResult()) {
      await store.runs.createFinished(result, { target: TARGET, owner: "local", source: "import" });
      return result;
    },
  };
}
