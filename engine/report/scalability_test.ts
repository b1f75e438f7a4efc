import assert from "node:assert/strict";
import { THIN_SPACE } from "./number_format.ts";
import { randomLevel, someOpenLoop } from "./random_result.ts";
import { scalability, scalabilitySentence } from "./scalability.ts";

/** Levels that follow the law exactly, but for a wobble of `noise`. */
function lawful(threads: number[], sigma: number, kappa: number, noise = 0) {
  return threads.map((n, i) =>
    randomLevel({
      threads: n,
      throughput_ops_sec: 1000 * n / (1 + sigma * (n - 1) + kappa * n * (n - 1)) *
        (1 + noise * (i % 2 === 0 ? 1 : -1)),
    })
  );
}

const sentenceOf = (levels: ReturnType<typeof lawful>) =>
  scalabilitySentence(scalability(levels)).replaceAll(THIN_SPACE, " ");

// The peak of σ = 0.05, κ = 0.002 is √(0.95 / 0.002) = 21.8, where the law gives 7 462 from λ = 1000.
Deno.test("scalabilitySentence() tells contention, coherency, the peak with its interval, and the error", () => {
  assert.match(
    sentenceOf(lawful([1, 2, 4, 8, 16, 32], 0.05, 0.002, 0.005)),
    new RegExp(
      "^Scalability law: contention [45]\\.\\d\\d %, coherency 0\\.[12]\\d\\d %, predicted peak 7 \\d+ " +
        "operations/s at 2\\d connections \\(95 % interval 2\\d to 2\\d\\); fit error 0\\.\\d+ %\\.$",
    ),
  );
});

Deno.test("scalabilitySentence() says when the peak lies beyond what was measured", () => {
  assert.match(
    sentenceOf(lawful([1, 2, 3, 4, 8], 0.05, 0.002)),
    /at 22 connections \(95 % interval 22 to 22, beyond the levels measured\)/,
  );
});

Deno.test("scalabilitySentence() tells a ceiling where nothing ever falls", () => {
  assert.match(sentenceOf(lawful([1, 2, 4, 8], 0.1, 0)), /no peak: throughput nears 10 000 /);
  assert.match(sentenceOf(lawful([1, 2, 4, 8], 0, 0)), /no peak: throughput grows in proportion/);
});

Deno.test("scalability() is refused with fewer than four different levels, and says so", () => {
  const levels = lawful([1, 2, 4], 0.05, 0.002);
  assert.equal(
    sentenceOf([...levels, ...levels]),
    "Scalability law refused: too few levels: 3, needs at least 4 different ones.",
  );
});

Deno.test("scalability() leaves out what can't be believed", () => {
  const levels = lawful([1, 2, 4, 8], 0.05, 0.002);
  const broken = randomLevel({
    threads: 64,
    throughput_ops_sec: 1,
    verdict: { status: "invalid", reasons: ["no operation succeeded"] },
  });
  assert.deepEqual(scalability([...levels, broken]), scalability(levels));
});

Deno.test("scalability() is refused at a rate: throughput is then what was asked for", () => {
  const levels = lawful([1, 2, 4, 8], 0.05, 0.002).map((level) => ({
    ...level,
    open_loop: someOpenLoop(1000),
  }));
  assert.match(sentenceOf(levels), /^Scalability law refused: the load came at a fixed rate/);
});
