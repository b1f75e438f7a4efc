import { problemAnswer } from "../api/error_answer.ts";
import { openSocket } from "../api/live_socket.ts";
import { define } from "../define.ts";
import { errorPageHeaders } from "../web/security.ts";

/** Live events by WebSocket. */
export const handlers = define.handlers({
  async GET(ctx) {
    try {
      return await openSocket(ctx, ctx.state.services);
    } catch (error) {
      const answer = problemAnswer(error, ctx.req, errorPageHeaders());
      if (answer === null) throw error;
      return answer;
    }
  },
});
