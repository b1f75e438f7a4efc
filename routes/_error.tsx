import { page } from "fresh";
import { problemAnswer } from "../api/error_answer.ts";
import { FailurePage } from "../components/FailurePage.tsx";
import { define } from "../define.ts";
import { log } from "../log.ts";
import { failureText } from "../web/failure.ts";
import { errorPageHeaders, SECURITY_HEADERS } from "../web/security.ts";

export const handler = define.handlers(({ error, req, url }) => {
  const problem = problemAnswer(error, req, SECURITY_HEADERS);
  if (problem !== null) return problem;
  const { status } = failureText(error);
  if (status >= 500) log("error", `${req.method} ${url.pathname} failed`, { error });
  return page(undefined, { status, headers: errorPageHeaders() });
});

export default define.page(({ error }) => <FailurePage failure={failureText(error)} />);
