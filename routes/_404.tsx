import { page } from "fresh";
import { problemAnswer } from "../api/error_answer.ts";
import { FailurePage } from "../components/FailurePage.tsx";
import { define } from "../define.ts";
import { failureText } from "../web/failure.ts";
import { errorPageHeaders, SECURITY_HEADERS } from "../web/security.ts";

export const handler = define.handlers(({ error, req }) =>
  problemAnswer(error, req, SECURITY_HEADERS) ?? page(undefined, { headers: errorPageHeaders() })
);

export default define.page(({ error }) => <FailurePage failure={failureText(error)} />);
