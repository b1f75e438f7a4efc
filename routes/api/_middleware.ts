import { problemAnswer } from "../../api/error_answer.ts";
import { define } from "../../define.ts";
import { errorPageHeaders } from "../../web/security.ts";

/** Errors of the API are problem documents; those of its page are for the app's error page. */
export const handler = define.middleware(async (ctx) => {
  try {
    return await ctx.next();
  } catch (error) {
    const answer = problemAnswer(error, ctx.req, errorPageHeaders());
    if (answer === null) throw error;
    return answer;
  }
});
