import assert from "node:assert/strict";
import { PgRandom } from "./random.ts";
import { Word64 } from "./word64.ts";

Deno.test("uniform() stays within its bounds and reaches both", () => {
  const random = new PgRandom(1);
  const seen = new Set(Array.from({ length: 200 }, () => random.uniform(-2, 2)));
  assert.deepEqual([...seen].sort((a, b) => a - b), [-2, -1, 0, 1, 2]);
});

Deno.test("uniform() and uniformWide() draw alike", () => {
  for (const max of [1, 99_999, 2 ** 32 - 1, 2 ** 32, 2 ** 40 + 5, 2 ** 53 - 1]) {
    const narrow = new PgRandom(5);
    const wide = new PgRandom(5);
    for (let i = 0; i < 50; i++) {
      assert.equal(BigInt(narrow.uniform(0, max)), wide.uniformWide(0n, BigInt(max)));
    }
  }
});

Deno.test("an empty range gives its bound and draws nothing", () => {
  const random = new PgRandom(3);
  const untouched = new PgRandom(3);
  assert.equal(random.uniform(7, 7), 7);
  assert.equal(random.uniformWide(7n, 7n), 7n);
  assert.equal(random.unit(), untouched.unit());
});

Deno.test("a copy goes on where the other stands, and alone", () => {
  const random = new PgRandom(9);
  random.unit();
  const saved = new PgRandom(0);
  saved.copyFrom(random);
  const next = [random.unit(), random.unit()];
  assert.deepEqual([saved.unit(), saved.unit()], next);
});

Deno.test("words agree with bigint arithmetic", () => {
  const random = new PgRandom(77);
  const a = new Word64();
  const b = new Word64();
  const unsigned = (word: Word64) => BigInt.asUintN(64, BigInt(word.toInteger()));
  for (let i = 0; i < 500; i++) {
    random.bits(a);
    random.bits(b);
    const [x, y] = [unsigned(a), unsigned(b)];
    const copy = () => new Word64(a.hi, a.lo);
    assert.equal(unsigned(copy().multiply(b.hi, b.lo)), BigInt.asUintN(64, x * y));
    assert.equal(unsigned(copy().add(b.hi, b.lo)), BigInt.asUintN(64, x + y));
    assert.equal(unsigned(copy().xorShiftRight(30)), x ^ (x >> 30n));
    assert.equal(unsigned(copy().xorShiftRight(32)), x ^ (x >> 32n));
    assert.equal(unsigned(copy().xorShiftRight(47)), x ^ (x >> 47n));
  }
});

Deno.test("a word holds any 64-bit integer, as a number where that is exact", () => {
  const edges = [0, -1, 2 ** 31, -(2 ** 31), 2 ** 32, 2 ** 53 - 1, -(2 ** 53 - 1)];
  for (const value of edges) assert.equal(new Word64().setInteger(value).toInteger(), value);
  for (const value of [2n ** 53n, -(2n ** 53n), 2n ** 63n - 1n, -(2n ** 63n)]) {
    assert.equal(new Word64().setInteger(value).toInteger(), value);
  }
});
