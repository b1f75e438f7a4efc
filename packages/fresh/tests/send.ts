import type { App } from "../src/app.ts";

/** Sends a request to an app, and reads the whole response. */
export async function send<State>(app: App<State>, path: string, init?: RequestInit) {
  const response = await app.handler()(new Request(`http://localhost${path}`, init));
  return { status: response.status, body: await response.text(), headers: response.headers };
}

/** The status and body of the response to a GET request. */
export async function statusAndBody<State>(
  app: App<State>,
  path: string,
): Promise<[number, string]> {
  const { status, body } = await send(app, path);
  return [status, body];
}

/** Runs something that logs an error, which is then not shown. Fails when it logs none. */
export async function expectLogged<T>(run: () => Promise<T>): Promise<T> {
  const { console } = globalThis;
  const original = console.error;
  let logged = 0;
  console.error = () => void logged++;
  try {
    const result = await run();
    if (logged !== 1) throw new Error(`Expected one logged error, but got ${logged}`);
    return result;
  } finally {
    console.error = original;
  }
}
