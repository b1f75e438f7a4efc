/** pgbench's hash functions and pseudorandom permutation, bit for bit. */
import { PgRandom } from "./random.ts";
import { type Integer, narrow } from "./value.ts";
import { Word64 } from "./word64.ts";

const word = new Word64();
const key = new Word64();

/** FNV-1a over the eight bytes of `value`, lowest first; the seed is mixed into the basis. */
export function fnv1a(value: Integer, seed: Integer): Integer {
  key.setInteger(value);
  word.setInteger(seed).xor(0xcbf29ce4, 0x84222325);
  for (let i = 0; i < 8; i++) {
    const half = i < 4 ? key.lo : key.hi;
    word.xor(0, (half >>> (8 * (i & 3))) & 0xff).multiply(0x100, 0x1b3);
  }
  return word.toInteger();
}

/** MurmurHash2, the 64-bit version, of the eight bytes of `value`. */
export function murmur2(value: Integer, seed: Integer): Integer {
  const mulHi = 0xc6a4a793;
  const mulLo = 0x5bd1e995;
  key.setInteger(value).multiply(mulHi, mulLo).xorShiftRight(47).multiply(mulHi, mulLo);
  // The length, 8 bytes, times the multiplier.
  word.set(0, 8).multiply(mulHi, mulLo);
  const { hi, lo } = word;
  word.setInteger(seed).xor(hi, lo).xor(key.hi, key.lo).multiply(mulHi, mulLo)
    .xorShiftRight(47).multiply(mulHi, mulLo).xorShiftRight(47);
  return word.toInteger();
}

const ROUNDS = 6;

/** What one round draws: two odd multipliers, two masks and an offset. */
interface Round {
  multiplyLow: number;
  xorLow: number;
  multiplyHigh: number;
  xorHigh: number;
  offset: number;
}

/** The rounds depend on size and seed alone, which in a script are nearly always constant. */
let lastSize = 0;
let lastSeed: Integer = 0;
let lastRounds: readonly Round[] = [];

/** Above this a product or a sum no longer fits 32-bit multiplication. */
const MAX_FAST_SIZE = 2 ** 31 - 1;

/**
 * Where `value` goes in the permutation of 0 … size-1 that the seed selects.
 *
 * @param size at least 1
 */
export function permute(value: Integer, size: Integer, seed: Integer): Integer {
  if (size < 2) return 0;
  if (typeof size !== "number" || size > MAX_FAST_SIZE) return permuteWide(value, size, seed);
  if (size !== lastSize || seed !== lastSeed) {
    lastRounds = drawRounds(size, seed);
    lastSize = size;
    lastSeed = seed;
  }
  let v = typeof value === "number" && value >= 0
    ? value % size
    : Number(BigInt.asUintN(64, BigInt(value)) % BigInt(size));
  const bits = 31 - Math.clz32(size);
  const mask = 2 ** bits - 1;
  for (const round of lastRounds) {
    if (v <= mask) {
      v = (Math.imul(v, round.multiplyLow) ^ round.xorLow) & mask;
      v = ((v << 1) & mask) | (v >>> (bits - 1));
    }
    let t = size - 1 - v;
    if (t <= mask) {
      t = (Math.imul(t, round.multiplyHigh) ^ round.xorHigh) & mask;
      t = ((t << 1) & mask) | (t >>> (bits - 1));
      v = size - 1 - t;
    }
    v = (v + round.offset) % size;
  }
  return v;
}

function drawRounds(size: number, seed: Integer): Round[] {
  const random = new PgRandom(seed);
  const mask = 2 ** (31 - Math.clz32(size)) - 1;
  const draw = () => random.bits(word).lo & mask;
  return Array.from({ length: ROUNDS }, () => ({
    multiplyLow: draw() | 1,
    xorLow: draw(),
    multiplyHigh: draw() | 1,
    xorHigh: draw(),
    offset: random.uniform(0, size - 1),
  }));
}

function permuteWide(value: Integer, wideSize: Integer, seed: Integer): Integer {
  const size = BigInt(wideSize);
  const random = new PgRandom(seed);
  const bits = BigInt(size.toString(2).length - 1);
  const mask = (1n << bits) - 1n;
  const draw = () => BigInt(random.bits(word).toInteger()) & mask;
  let v = BigInt.asUintN(64, BigInt(value)) % size;
  for (let i = 0; i < ROUNDS; i++) {
    let multiplier = draw() | 1n;
    let xor = draw();
    if (v <= mask) {
      v = ((v * multiplier) ^ xor) & mask;
      v = ((v << 1n) & mask) | (v >> (bits - 1n));
    }
    multiplier = draw() | 1n;
    xor = draw();
    let t = size - 1n - v;
    if (t <= mask) {
      t = ((t * multiplier) ^ xor) & mask;
      t = ((t << 1n) & mask) | (t >> (bits - 1n));
      v = size - 1n - t;
    }
    v = (v + random.uniformWide(0n, size - 1n)) % size;
  }
  return narrow(v);
}
