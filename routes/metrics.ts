import { OPEN_METRICS_TYPE, openMetrics } from "../api/open_metrics.ts";
import { serverMetrics } from "../api/server_metrics.ts";
import { define } from "../define.ts";

/** Figures for whoever watches over the server. */
export const handlers = define.handlers({
  async GET({ state }) {
    const text = openMetrics(await serverMetrics(state.services));
    return new Response(text, { headers: { "Content-Type": OPEN_METRICS_TYPE } });
  },
});
