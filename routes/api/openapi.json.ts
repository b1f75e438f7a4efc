import { openApiDocument } from "../../api/openapi.ts";
import { define } from "../../define.ts";

/** The API, described for programs. */
export const handlers = define.handlers({ GET: () => Response.json(openApiDocument()) });
