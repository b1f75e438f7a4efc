import assert from "node:assert/strict";
import { bestSplit, changePoints } from "./change_points.ts";
import { type Random, seededRandom } from "./random.ts";

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** The formula of Matteson & James, sum by sum, over every pair of ends. */
function slowSplit(values: number[], minSize: number) {
  const among = (part: number[]) => {
    let sum = 0;
    part.forEach((a, i) => part.slice(i + 1).forEach((b) => sum += Math.abs(a - b)));
    return 2 * sum / (part.length * (part.length - 1));
  };
  let best = { index: 0, statistic: -Infinity };
  for (let at = minSize; at <= values.length - minSize; at++) {
    for (let end = at + minSize; end <= values.length; end++) {
      const left = values.slice(0, at);
      const right = values.slice(at, end);
      let between = 0;
      for (const a of left) for (const b of right) between += Math.abs(a - b);
      const [n, m] = [left.length, right.length];
      const energy = 2 * between / (n * m) - among(left) - among(right);
      const statistic = n * m / (n + m) * energy;
      if (statistic > best.statistic) best = { index: at, statistic };
    }
  }
  return best;
}

/** Flow of the Nile at Aswan, 1871 to 1970, 10⁸ m³: Cobb 1978; `Nile` of R. */
// deno-fmt-ignore
const NILE = [
  1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180,
  799, 958, 1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701,
  916, 692, 1020, 1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862,
  698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812,
  742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906,
  901, 1170, 912, 746, 919, 718, 714, 740,
];

Deno.test("bestSplit() equals the formula of the paper summed pair by pair", () => {
  const random = seededRandom(1);
  for (let i = 0; i < 20; i++) {
    const values = Array.from({ length: 25 }, (_, k) => normal(random) + (k > 3 * i / 2 ? 1 : 0));
    const fast = bestSplit(Float64Array.from(values), 3);
    const slow = slowSplit(values, 3);
    assert.equal(fast?.index, slow.index);
    assert.ok(fast && Math.abs(fast.statistic - slow.statistic) < 1e-9);
  }
});

Deno.test("bestSplit() needs two sides of the least size", () => {
  assert.equal(bestSplit(new Float64Array(9), 5), null);
  assert.ok(bestSplit(new Float64Array(10), 5));
});

Deno.test("the one change of the Nile's flow is found in 1899, after the year Cobb and others name", () => {
  const found = changePoints(NILE, { random: seededRandom(2), significance: 0.01 });
  assert.deepEqual(found, [{ index: 1899 - 1871, p_value: 0.005 }]);
});

Deno.test("steps up and down are found where they are, in the order of the series", () => {
  const random = seededRandom(3);
  const series = Array.from(
    { length: 120 },
    (_, i) => (i < 40 ? 1000 : i < 90 ? 800 : 950) + 20 * normal(random),
  );
  const found = changePoints(series, { random }).map(({ index }) => index);
  assert.equal(found.length, 2);
  assert.ok(Math.abs((found[0] ?? 0) - 40) <= 1 && Math.abs((found[1] ?? 0) - 90) <= 1, `${found}`);
});

Deno.test("a short bump is found at both of its ends", () => {
  const random = seededRandom(4);
  const series = Array.from(
    { length: 100 },
    (_, i) => (i >= 50 && i < 62 ? 700 : 1000) + 30 * normal(random),
  );
  assert.deepEqual(changePoints(series, { random }).map(({ index }) => index), [50, 62]);
});

Deno.test("independent values without a change give a change point as seldom as asked", () => {
  const random = seededRandom(5);
  let alarms = 0;
  for (let i = 0; i < 400; i++) {
    const series = Array.from({ length: 40 }, () => Math.exp(normal(random)));
    if (changePoints(series, { random, significance: 0.05 }).length > 0) alarms++;
  }
  // 20 expected, with a standard error of 4.4.
  assert.ok(alarms >= 6 && alarms <= 34, `${alarms} of 400`);
});

Deno.test("blocks keep likeness of neighbours from being taken for a change", () => {
  const alarms = (blockSize: number) => {
    const random = seededRandom(6);
    let count = 0;
    for (let i = 0; i < 100; i++) {
      let last = 0;
      const series = Array.from({ length: 100 }, () => last = 0.5 * last + normal(random));
      if (changePoints(series, { random, blockSize }).length > 0) count++;
    }
    return count;
  };
  const [single, blocks] = [alarms(1), alarms(6)];
  assert.ok(
    blocks < 20 && single > 2 * blocks,
    `${single} with single values, ${blocks} with blocks`,
  );
});

Deno.test("a constant series and one too short have no change point", () => {
  const random = seededRandom(7);
  assert.deepEqual(changePoints(new Float64Array(50).fill(3), { random }), []);
  assert.deepEqual(changePoints([1, 1, 1, 1, 9, 9, 9, 9, 9], { random }), []);
  assert.deepEqual(changePoints([], { random }), []);
});

Deno.test("a seed repeats the finding", () => {
  const find = () => changePoints(NILE, { random: seededRandom(8) });
  assert.deepEqual(find(), find());
});
