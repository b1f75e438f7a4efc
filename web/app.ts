/** The web app over its services. */
import { App, staticFiles } from "fresh";
import type { State } from "../define.ts";
import type { Services } from "../services.ts";
import { PROJECT } from "./project.ts";

/**
 * The app: static files, then `routes/`.
 *
 * @param services gives what routes work with; called at every request, so it keeps what it opened
 */
export function webApp(services: () => Promise<Services>): App<State> {
  return new App<State>({ root: PROJECT })
    .use(staticFiles())
    .use(async (ctx) => {
      ctx.state.services = await services();
      return await ctx.next();
    })
    .fsRoutes();
}
