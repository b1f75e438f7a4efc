import assert from "node:assert/strict";
import { runCharts } from "../../engine/report/run_charts.ts";
import {
  randomLevel,
  randomResult,
  randomSample,
  someOpenLoop,
} from "../../engine/report/random_result.ts";
import { latencyDistribution } from "./distribution.ts";
import { latencyHeatMap } from "./heat_map.ts";
import { latencyByLevel } from "./latency_by_level.ts";
import { errorsOverTime, latencyOverTime, throughputOverTime } from "./over_time.ts";
import type { ChartSpec } from "./chart_spec.ts";
import { chartSvg } from "./chart_svg.ts";
import { throughputByLevel } from "./throughput_by_level.ts";

function chartsOf(result = randomResult()): (ChartSpec | undefined)[] {
  const { levels } = runCharts(result);
  return [
    throughputByLevel(result.levels),
    latencyByLevel(result.levels),
    latencyDistribution(levels),
    ...levels.flatMap((level) => [
      throughputOverTime(level),
      latencyOverTime(level),
      latencyHeatMap(level),
      errorsOverTime(level),
    ]),
  ];
}

function svgOf(chart: ChartSpec | undefined): string {
  return chart === undefined ? "" : chartSvg(chart);
}

Deno.test("every chart is an image with a title and words for those who don't see it", () => {
  const charts = chartsOf().filter((chart) => chart !== undefined);
  assert.ok(charts.length >= 3 + 3 * 3);
  for (const chart of charts) {
    const { title, description } = chart;
    const svg = chartSvg(chart);
    assert.match(svg, /^<svg [^>]*role="img"/);
    assert.ok(svg.includes(`aria-label="${title}. `), title);
    assert.ok(description.length > 10, title);
    assert.doesNotMatch(svg, /NaN|Infinity|undefined/, title);
  }
});

Deno.test("no chart needs a style of its own, which the page's policy refuses", () => {
  for (const svg of chartsOf().map(svgOf)) assert.doesNotMatch(svg, /<style|style=/);
});

Deno.test("charts stand a level in which nothing succeeded", () => {
  const nothing = {
    total_operations: 0,
    throughput_ops_sec: 0,
    p50_latency_ms: 0,
    p95_latency_ms: 0,
    p99_latency_ms: 0,
    p999_latency_ms: 0,
    samples: [],
  };
  for (const levels of [[randomLevel(nothing)], []]) {
    for (const svg of chartsOf(randomResult({ levels })).map(svgOf)) {
      assert.doesNotMatch(svg, /NaN|Infinity|undefined/);
    }
  }
});

Deno.test("a chart by level names the level of most throughput", () => {
  const levels = [100, 900, 400].map((throughput_ops_sec, i) =>
    randomLevel({ threads: 2 ** i, throughput_ops_sec })
  );
  assert.match(throughputByLevel(levels).description, /most at 2 connections: 900 operations/);
});

Deno.test("levels of one thread count and several rates stand on an axis of rates", () => {
  const levels = [100, 200].map((rate) =>
    randomLevel({ threads: 4, open_loop: someOpenLoop(rate) })
  );
  assert.equal(throughputByLevel(levels).title, "Throughput by starts a second");
});

Deno.test("errors are drawn only where there were any", () => {
  const [level] = runCharts(randomResult({
    levels: [randomLevel({
      samples: [
        randomSample({ second: 0, error_count: 0 }),
        randomSample({ second: 1, error_count: 3 }),
      ],
    })],
  })).levels;
  assert.ok(level);
  assert.match(errorsOverTime(level)?.description ?? "", /^3 errors, the first after 1 second\.$/);
  const clean = { ...level, buckets: level.buckets.map((bucket) => ({ ...bucket, errors: 0 })) };
  assert.equal(errorsOverTime(clean), undefined);
});
