import { define } from "../../define.ts";

/** Whoever comes here reads first. */
export const handlers = define.handlers({ GET: (ctx) => ctx.redirect("/api/docs", 308) });
