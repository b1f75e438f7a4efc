import { eventStream } from "../../../../api/event_stream.ts";
import { readQuery } from "../../../../api/query.ts";
import { parameterError } from "../../../../api/request_error.ts";
import { runOf } from "../../../../api/run_answer.ts";
import { EventsQuery } from "../../../../api/schemas.ts";
import { define } from "../../../../define.ts";
import { isFinished } from "../../../../store/finished.ts";

/** A run's events, live, as Server-Sent Events. */
export const handlers = define.handlers({
  async GET({ req, url, state: { services: { store, feeds } }, params: { id = "" } }) {
    const { after = 0 } = readQuery(EventsQuery, url);
    const seen = lastEventId(req) ?? after;
    const { status } = await runOf(store, id);
    // An EventSource connects again when a stream ends; this tells it that nothing follows.
    const isOver = isFinished(status) && seen > 0 && seen >= await store.events.lastSeq(id);
    if (isOver) return new Response(null, { status: 204 });
    return new Response(req.method === "HEAD" ? null : eventStream(feeds, id, seen), {
      headers: {
        "Content-Type": "text/event-stream",
        "Cache-Control": "no-store, no-transform",
        "X-Accel-Buffering": "no",
      },
    });
  },
});

/** What arrived last, as a browser that connects again says it. An empty one is none. */
function lastEventId({ headers }: Request): number | undefined {
  const text = headers.get("last-event-id");
  if (text === null || text === "") return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw parameterError(
    "Last-Event-ID",
    "Last-Event-ID must be the id of an event, a whole number",
    {
      value: text,
    },
  );
}
