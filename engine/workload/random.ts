/**
 * PostgreSQL's generator, bit for bit: xoroshiro128** seeded through splitmix64, as `pg_prng.c`
 * has had it since version 15. With the same seed a script draws the very keys pgbench draws.
 *
 * Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47 (2021).
 */
import type { RandomSource } from "./program.ts";
import { Word64 } from "./word64.ts";

const TWO_32 = 0x1_0000_0000;
const TWO_20 = 0x10_0000;
const TWO_MINUS_52 = 2 ** -52;

/** One random sequence. Draws allocate nothing, except {@linkcode PgRandom.uniformWide}. */
export class PgRandom implements RandomSource {
  /** Halves of the last 64 bits drawn, as signed 32-bit integers. */
  #hi = 0;
  #lo = 0;
  #s0hi = 0;
  #s0lo = 0;
  #s1hi = 0;
  #s1lo = 0;

  /** @param seed 64 bits; a negative one is two's complement */
  constructor(seed: number | bigint | Word64) {
    this.reseed(seed instanceof Word64 ? seed : new Word64().setInteger(seed));
  }

  /** Starts the sequence of `seed` afresh. */
  reseed(seed: Word64): void {
    const state = new Word64(seed.hi, seed.lo);
    const mixed = new Word64();
    splitmix64(state, mixed);
    this.#s0hi = mixed.hi;
    this.#s0lo = mixed.lo;
    splitmix64(state, mixed);
    this.#s1hi = mixed.hi;
    this.#s1lo = mixed.lo;
    if ((this.#s0hi | this.#s0lo | this.#s1hi | this.#s1lo) === 0) {
      // All zeroes is the generator's fixed point; these are PostgreSQL's substitutes.
      this.#s0hi = 0x5851f42d;
      this.#s0lo = 0x4c957f2d;
      this.#s1hi = 0x14057b7e;
      this.#s1lo = 0xf767814f | 0;
    }
  }

  /** Takes over the position of `other`: a transaction that is retried draws the same values again. */
  copyFrom(other: PgRandom): void {
    this.#s0hi = other.#s0hi;
    this.#s0lo = other.#s0lo;
    this.#s1hi = other.#s1hi;
    this.#s1lo = other.#s1lo;
  }

  /** The next 64 bits, into `word`. */
  bits(word: Word64): Word64 {
    this.#advance();
    return word.set(this.#hi, this.#lo);
  }

  unit(): number {
    this.#advance();
    return ((this.#hi >>> 0) * TWO_20 + (this.#lo >>> 12)) * TWO_MINUS_52;
  }

  /** Both bounds are safe integers less than 2^53 apart; see {@linkcode uniformWide} for others. */
  uniform(min: number, max: number): number {
    const range = max - min;
    if (range <= 0) return min;
    if (range < TWO_32) {
      // Draws are cut to the bits of the range and rejected above it: fewer than two on average.
      const shift = Math.clz32(range);
      for (;;) {
        this.#advance();
        const value = this.#hi >>> shift;
        if (value <= range) return min + value;
      }
    }
    const shift = Math.clz32(Math.floor(range / TWO_32));
    for (;;) {
      this.#advance();
      const low = shift === 0 ? this.#lo : (this.#hi << (32 - shift)) | (this.#lo >>> shift);
      const value = (this.#hi >>> shift) * TWO_32 + (low >>> 0);
      if (value <= range) return min + value;
    }
  }

  uniformWide(min: bigint, max: bigint): bigint {
    const range = max - min;
    if (range <= 0n) return min;
    const shift = BigInt(64 - range.toString(2).length);
    for (;;) {
      this.#advance();
      const bits = (BigInt(this.#hi >>> 0) << 32n) | BigInt(this.#lo >>> 0);
      const value = bits >> shift;
      if (value <= range) return min + value;
    }
  }

  #advance(): void {
    const h0 = this.#s0hi;
    const l0 = this.#s0lo;
    const xh = this.#s1hi ^ h0;
    const xl = this.#s1lo ^ l0;

    // Output: rotl(s0 × 5, 7) × 9. Low halves reach 9 × 2^32, exact in a double.
    const low5 = (l0 >>> 0) * 5;
    const mh = (Math.imul(h0, 5) + ((low5 / TWO_32) | 0)) | 0;
    const ml = low5 | 0;
    const rh = (mh << 7) | (ml >>> 25);
    const rl = (ml << 7) | (mh >>> 25);
    const low9 = (rl >>> 0) * 9;
    this.#hi = (Math.imul(rh, 9) + ((low9 / TWO_32) | 0)) | 0;
    this.#lo = low9 | 0;

    // State: s0 = rotl(s0, 24) ^ x ^ (x << 16), s1 = rotl(x, 37).
    this.#s0hi = ((h0 << 24) | (l0 >>> 8)) ^ xh ^ ((xh << 16) | (xl >>> 16));
    this.#s0lo = ((l0 << 24) | (h0 >>> 8)) ^ xl ^ (xl << 16);
    this.#s1hi = (xl << 5) | (xh >>> 27);
    this.#s1lo = (xh << 5) | (xl >>> 27);
  }
}

/** Advances `state` and writes its next output to `out`. */
function splitmix64(state: Word64, out: Word64): void {
  state.add(0x9e3779b9, 0x7f4a7c15);
  out.set(state.hi, state.lo)
    .xorShiftRight(30).multiply(0xbf58476d, 0x1ce4e5b9)
    .xorShiftRight(27).multiply(0x94d049bb, 0x133111eb)
    .xorShiftRight(31);
}
