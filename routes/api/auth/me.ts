import { define } from "../../../define.ts";

/** Who asks. */
export const handlers = define.handlers({ GET: ({ state }) => Response.json(state.user) });
