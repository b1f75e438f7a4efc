/**
 * Unsigned 64-bit words in two 32-bit halves: what the generator and the hashes are made of.
 * Halves are kept as signed 32-bit integers, which V8 stores without allocating, as it would have
 * to for a bigint.
 */

/** A 64-bit word, changed in place. */
export class Word64 {
  constructor(public hi = 0, public lo = 0) {}

  set(hi: number, lo: number): this {
    this.hi = hi | 0;
    this.lo = lo | 0;
    return this;
  }

  /** Takes the low 64 bits of `value`; negative values are two's complement. */
  setInteger(value: number | bigint): this {
    if (typeof value === "number") {
      return this.set(Math.floor(value / 0x1_0000_0000), value);
    }
    return this.set(Number(BigInt.asIntN(32, value >> 32n)), Number(BigInt.asIntN(32, value)));
  }

  /** The word read as a two's complement integer. */
  toInteger(): number | bigint {
    const high = this.hi;
    // Exact while the value is within ±2^53.
    if (high >= -0x20_0000 && high < 0x20_0000) {
      const value = high * 0x1_0000_0000 + (this.lo >>> 0);
      if (value >= Number.MIN_SAFE_INTEGER) return value;
    }
    return (BigInt(high) << 32n) | BigInt(this.lo >>> 0);
  }

  add(hi: number, lo: number): this {
    const low = (this.lo >>> 0) + (lo >>> 0);
    this.hi = (this.hi + hi + (low > 0xffff_ffff ? 1 : 0)) | 0;
    this.lo = low | 0;
    return this;
  }

  xor(hi: number, lo: number): this {
    this.hi ^= hi;
    this.lo ^= lo;
    return this;
  }

  /** Multiplies modulo 2^64; the low halves by 16-bit parts, so that no product exceeds 2^53. */
  multiply(hi: number, lo: number): this {
    const a = this.lo;
    const a0 = a & 0xffff;
    const a1 = a >>> 16;
    const b0 = lo & 0xffff;
    const b1 = lo >>> 16;
    const low = Math.imul(a0, b0) >>> 0;
    const middle = (Math.imul(a0, b1) >>> 0) + (low >>> 16);
    const other = (Math.imul(a1, b0) >>> 0) + (middle & 0xffff);
    const carried = Math.imul(a1, b1) + (middle >>> 16) + (other >>> 16);
    this.hi = (carried + Math.imul(this.hi, lo) + Math.imul(a, hi)) | 0;
    this.lo = Math.imul(a, lo);
    return this;
  }

  /** `this ^= this >>> bits`, for 0 < bits < 64. */
  xorShiftRight(bits: number): this {
    const { hi, lo } = this;
    if (bits >= 32) {
      this.lo = lo ^ (bits === 32 ? hi : hi >>> (bits - 32));
    } else {
      this.hi = hi ^ (hi >>> bits);
      this.lo = lo ^ ((lo >>> bits) | (hi << (32 - bits)));
    }
    return this;
  }
}
