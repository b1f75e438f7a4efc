import { readJson, SCRIPT_BODY_LIMIT } from "../../../api/body.ts";
import { checkRequest } from "../../../api/start_run.ts";
import { define } from "../../../define.ts";

/** Checks a configuration, and says how long it takes. */
export const handlers = define.handlers({
  async POST({ req, state }) {
    const body = await readJson(req, { limit: SCRIPT_BODY_LIMIT });
    const { plan, configuration } = await checkRequest(state.services.store.targets, body);
    return Response.json({
      valid: true,
      estimated_time_seconds: plan.estimatedTimeSec,
      total_threads: configuration.thread_counts.reduce((sum, threads) => sum + threads, 0),
      configuration,
    });
  },
});
