/**
 * PostgreSQL's binary form of `numeric`: digits to the base 10 000, most significant first.
 * Source: numeric_send() and numeric_recv(), documented with the type's storage.
 */
import type { Outbox } from "../wire/outbox.ts";

const BASE = 10_000n;
const BASE_DECIMALS = 4;
const POSITIVE = 0x0000;
const NEGATIVE = 0x4000;

/**
 * Appends the number `unscaled / 10^scale`, shown with `scale` decimals, as a COPY field: its
 * length and its value.
 *
 * @param scale decimals, 0 to 16 383
 */
export function numericField(out: Outbox, unscaled: bigint, scale: number): void {
  const fractionDigits = Math.ceil(scale / BASE_DECIMALS);
  const digits = baseDigits(
    (unscaled < 0n ? -unscaled : unscaled) * 10n ** BigInt(fractionDigits * BASE_DECIMALS - scale),
  );
  const weight = digits.length === 0 ? 0 : digits.length - 1 - fractionDigits;
  while (digits.at(-1) === 0) digits.pop();
  out.int32(8 + 2 * digits.length);
  out.int16(digits.length).int16(weight).int16(unscaled < 0n ? NEGATIVE : POSITIVE).int16(scale);
  for (const digit of digits) out.int16(digit);
}

/** Digits of a number that is not negative; none for 0. */
function baseDigits(value: bigint): number[] {
  const digits: number[] = [];
  for (let rest = value; rest > 0n; rest /= BASE) digits.push(Number(rest % BASE));
  return digits.reverse();
}
