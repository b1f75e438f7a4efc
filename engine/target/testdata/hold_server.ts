/**
 * A child process for tests: starts an embedded server, tells about it in a line of JSON on stdout,
 * and closes it on SIGINT or SIGTERM. Argument `keep` keeps the data.
 */
import { startEmbedded } from "../embedded.ts";

const print = (line: unknown) =>
  Deno.stdout.writeSync(new TextEncoder().encode(`${JSON.stringify(line)}\n`));

const interrupted = Promise.withResolvers<void>();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.addSignalListener(signal, () => interrupted.resolve());
}
const target = await startEmbedded({ keep: Deno.args.includes("keep") });
try {
  const { pid, dataDirectory } = target;
  const settings = await target.connection();
  print({ pid, dataDirectory, settings, uid: Deno.uid() });
  await interrupted.promise;
  // Ctrl-C reaches a whole process group. The server must not have gone by it.
  const connection = await Deno.connect({ hostname: settings.host, port: settings.port });
  connection.close();
  print({ serverOutlivedSignal: true });
} finally {
  await target.close();
}
Deno.exit(0);
