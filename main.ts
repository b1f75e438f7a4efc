/** The web app: exports `app`, and serves it when run (`deno task start`). */
import { openServices, type Services } from "./services.ts";
import { readSettings } from "./settings.ts";
import { webApp } from "./web/app.ts";

const env = (name: string) => Deno.env.get(name);
let opened: Promise<Services> | undefined;

/** What the app works with, opened once. */
export function services(): Promise<Services> {
  opened ??= open();
  return opened;
}

async function open(): Promise<Services> {
  return await openServices(readSettings(env), env);
}

export const app = webApp(services);

if (import.meta.main) {
  // Not awaited: what the build made imports this module, and would wait for it to end.
  import("./web/serve.ts").then(({ main }) => main(services, env)).then(Deno.exit);
}
