/** Claims a run, then appends events and edits and stores results without end: `… FILE`. */
import { randomResult, randomSample } from "../../engine/report/random_result.ts";
import { openStore } from "../open_store.ts";
import { randomOrder } from "../random_run.ts";

const [file = ""] = Deno.args;
const store = await openStore(file);
const lease = await store.queue.claim("killed", { leaseMs: 60_000 });
if (lease === null) throw new Error("There is nothing to claim.");
const { run } = await store.runs.create(randomOrder());
for (let second = 0;; second++) {
  await store.events.append(lease, [
    { type: "sample", stage_index: 0, sample: randomSample({ second }) },
    { type: "notice", severity: "info", message: "x".repeat(30_000) },
  ]);
  await Promise.all([
    lease.renew(),
    store.runs.edit(run.id, { notes: `second ${second}`, tags: [`t${second % 7}`] }),
    store.results.put({ ...randomResult(), id: lease.run.id }),
    store.runs.createFinished(randomResult({ levels: [] }), {
      target: lease.run.target,
      owner: "local",
      source: "import",
    }),
  ]);
}
