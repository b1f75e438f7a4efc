import assert from "node:assert/strict";
import { randomLevel, randomSample, someCircumstances } from "../../engine/report/random_result.ts";
import { type FeedMessage, feedMessage } from "../../store/feed_message.ts";
import { type LiveEvent, liveEvent } from "../../store/live_event.ts";
import { phaseInWords, secondsLeft, shareDone } from "./phase_words.ts";
import { advance, noProgress, type RunProgress } from "./run_progress.ts";

const AT = "2026-11-23T09:00:00.000Z";
const STAGE = { index: 0, to_come: 1, threads: 8, rate: null, repetition: 1 };

function messages(...events: LiveEvent[]): FeedMessage[] {
  return events.map((event, index) => feedMessage({ seq: index + 1, at: AT, event }));
}

function after(...events: LiveEvent[]): RunProgress {
  return messages(...events).reduce(advance, noProgress("pending"));
}

function sampleEvent(second: number, error_count = 0): LiveEvent {
  return { type: "sample", stage_index: 0, sample: randomSample({ second, error_count }) };
}

const LEVEL: LiveEvent = (() => {
  const { samples: _, histogram: __, ...level } = randomLevel({ threads: 8 });
  return { type: "stage_finished", stage_index: 0, level };
})();

const RUN: LiveEvent[] = [
  { type: "status", status: "running" },
  { type: "preflight", circumstances: someCircumstances() },
  { type: "stage_phase", stage: STAGE, phase: "measuring" },
  sampleEvent(0, 2),
  sampleEvent(1, 1),
  LEVEL,
];

Deno.test("advance() takes every event once: what comes again changes nothing", () => {
  const events = messages(...RUN);
  const once = events.reduce(advance, noProgress("pending"));
  const twice = events.flatMap((event) => [event, event]).reduce(advance, noProgress("pending"));
  assert.deepEqual(twice, once);
  assert.equal(advance(once, events[0] as FeedMessage), once);
  assert.deepEqual([once.seq, once.samples.length, once.errors, once.levels.length], [6, 2, 3, 1]);
});

Deno.test("advance() goes on from what the server rendered as if it had seen all", () => {
  const events = messages(...RUN);
  const rendered = events.slice(0, 4).reduce(advance, noProgress("pending"));
  const sent: RunProgress = JSON.parse(JSON.stringify(rendered));
  assert.deepEqual(
    events.slice(4).reduce(advance, sent),
    events.reduce(advance, noProgress("pending")),
  );
});

Deno.test("advance() changes no progress that it was given", () => {
  const before = after(...RUN.slice(0, 4));
  const copy = structuredClone(before);
  advance(before, feedMessage({ seq: 99, at: AT, event: sampleEvent(1) }));
  assert.deepEqual(before, copy);
});

Deno.test("a new level begins without the seconds of the one before, errors of the run stay", () => {
  const next: LiveEvent = { type: "stage_phase", stage: { ...STAGE, index: 1 }, phase: "warmup" };
  const progress = after(...RUN, next);
  assert.deepEqual([progress.samples.length, progress.errors, progress.phase], [0, 3, "warmup"]);
});

Deno.test("what is kept is bounded, however long the run", () => {
  const notice = (_: unknown, index: number): LiveEvent => ({
    type: "notice",
    severity: "info",
    message: `${index}`,
  });
  const progress = after(
    ...RUN.slice(0, 3),
    ...Array.from({ length: 700 }, (_, second) => sampleEvent(second)),
    ...Array.from({ length: 250 }, notice),
  );
  assert.deepEqual([progress.samples.length, progress.log.length], [600, 200]);
  assert.equal(progress.samples.at(-1)?.second, 699);
  assert.equal(progress.log.at(-1)?.message, "249");
});

Deno.test("what is kept carries no histogram", () => {
  assert.doesNotMatch(JSON.stringify(after(...RUN)), /histogram/);
});

Deno.test("phaseInWords() says what goes on, from the queue to the end", () => {
  const load: LiveEvent = {
    type: "load_progress",
    table: "lakebench.lookup",
    phase: "copy",
    rows: 500,
    total_rows: 1_000,
    rows_per_sec: 250,
    eta_sec: 2,
  };
  const words = (...events: LiveEvent[]) =>
    phaseInWords(after(...events)).replaceAll("\u202f", " ");
  const running = RUN.slice(0, 1);
  assert.equal(words(), "Waiting in the queue");
  assert.equal(words(...running), "Looking at the server");
  assert.equal(
    words(...running, load),
    "Loading lakebench.lookup: 50 % of 1 000 rows, 250 rows/s, 2 s to go",
  );
  assert.equal(
    words(...running, { ...load, phase: "index" }),
    "Making the indexes of lakebench.lookup",
  );
  assert.equal(words(...RUN), "Level 1 of 2: 8 connections, measuring");
  const paced: LiveEvent = {
    type: "stage_phase",
    stage: { ...STAGE, threads: 1, rate: 500 },
    phase: "warmup",
  };
  assert.equal(words(...running, paced), "Level 1 of 2: 1 connection at 500/s, warming up");
  const end = liveEvent({ type: "notice", severity: "info", message: "" });
  const finished: LiveEvent = {
    type: "finished",
    status: "completed",
    verdict: null,
    error: null,
    headline: null,
  };
  assert.equal(words(...RUN, end, finished), "The run has ended; its result is coming");
});

Deno.test("secondsLeft() counts down with the clock, and knows nothing before the first level", () => {
  const timing = { warmup_sec: 2, test_duration: 10, cooldown_sec: 0 };
  const at = (sec: number) => new Date(Date.parse(AT) + 1_000 * sec);
  const progress = after(...RUN);
  assert.equal(secondsLeft(progress, timing, at(4)), 6 + 12);
  // A clock that is behind the server's must not add time.
  assert.equal(secondsLeft(progress, timing, at(-30)), 10 + 12);
  assert.equal(secondsLeft(noProgress("running"), timing, at(0)), null);
  assert.deepEqual([shareDone(null, 10), shareDone(5, 10), shareDone(50, 10)], [0, 0.5, 0]);
});
