/** Numbers that a result's schemas are made of. */
import { z } from "zod";

/** A measured value: a time, a rate, a share. */
export const nonNegative = z.number().min(0);
/** A counted value. */
export const tally = z.number().int().min(0);
