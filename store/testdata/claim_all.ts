/** Claims and ends runs until the queue is empty, from a process of its own: `claim_all.ts FILE NAME`. */
import { randomResult } from "../../engine/report/random_result.ts";
import { openStore } from "../open_store.ts";

const [file = "", name = ""] = Deno.args;
const store = await openStore(file);
const claimed: string[] = [];
while ((await store.queue.pending()).length > 0) {
  const lease = await store.queue.claim(name, { leaseMs: 60_000 });
  if (lease === null) continue;
  claimed.push(lease.run.id);
  await store.events.append(lease, [{ type: "notice", severity: "info", message: name }]);
  await lease.finish(randomResult({ levels: [] }));
}
store.close();
await Deno.stdout.write(new TextEncoder().encode(JSON.stringify(claimed)));
