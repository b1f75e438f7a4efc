/** The web app for tests: over a store in memory, without a server, in this process. */
import type { App } from "fresh";
import type { State } from "../define.ts";
import { type Services, servicesOver } from "../services.ts";
import { readSettings } from "../settings.ts";
import { openStore } from "../store/open_store.ts";
import { webApp } from "./app.ts";

/** An app and what it works with. Disposing closes the store. */
export interface TestApp extends AsyncDisposable {
  readonly app: App<State>;
  readonly services: Services;
  /** Sends a request as a browser on this machine does. */
  send(path: string, init?: RequestInit): Promise<Response>;
  /** Posts a form of this site's own page. */
  post(path: string, fields: readonly (readonly [string, string])[]): Promise<Response>;
}

const ORIGIN = "http://localhost";

/** A new app over an empty store. */
export async function testApp(variables: Record<string, string> = {}): Promise<TestApp> {
  const store = await openStore(":memory:");
  const settings = readSettings((name) => variables[name]);
  const services = servicesOver(store, settings);
  const app = webApp(() => Promise.resolve(services));
  const handler = app.handler();
  const send = (path: string, init?: RequestInit) => handler(new Request(ORIGIN + path, init));
  return {
    app,
    services,
    send,
    post: (path, fields) =>
      send(path, {
        method: "POST",
        headers: { origin: ORIGIN, "sec-fetch-site": "same-origin" },
        body: new URLSearchParams(fields.map(([name, value]) => [name, value])),
      }),
    [Symbol.asyncDispose]: () => {
      services.feeds.close();
      store.close();
      return Promise.resolve();
    },
  };
}
