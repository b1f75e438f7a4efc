/**
 * Which random sequence is whose. pgbench draws the seeds of all its sequences from one, in a fixed
 * order, and so does this: each client's, then the hash functions' default seed, then of each
 * thread those that choose scripts, throttle, and sample the log.
 *
 * A run of one client therefore draws what `pgbench --random-seed` draws. Sequences are found by
 * their place in that order, so that a worker makes only those of its own connections.
 */
import { PgRandom } from "./random.ts";
import { Word64 } from "./word64.ts";

/** Sequences that a pgbench thread owns: choosing, throttling, sampling. */
const STREAMS_PER_THREAD = 3;

/**
 * The sequence of one connection, which its `random…` functions draw from.
 *
 * @param seed the run's seed, pgbench's `--random-seed`
 * @param client the connection's number over all workers, from 0
 */
export function randomFor(seed: number | bigint, client: number): PgRandom {
  return new PgRandom(seedAt(seed, client));
}

/**
 * The value of `:default_seed`, a signed 64-bit integer.
 *
 * @param clients connections of the whole level
 */
export function defaultSeed(seed: number | bigint, clients: number): number | bigint {
  return seedAt(seed, clients).toInteger();
}

/**
 * The sequence by which a worker chooses among weighted scripts, for all its connections in turn.
 *
 * @param clients connections of the whole level
 * @param worker the worker's number, from 0; pgbench's thread
 */
export function choiceRandom(seed: number | bigint, clients: number, worker: number): PgRandom {
  return new PgRandom(seedAt(seed, clients + 1 + worker * STREAMS_PER_THREAD));
}

/** The sequence by which a worker draws the pauses of an open loop; parameters as above. */
export function throttleRandom(seed: number | bigint, clients: number, worker: number): PgRandom {
  return new PgRandom(seedAt(seed, clients + 2 + worker * STREAMS_PER_THREAD));
}

/** The `index`th output of the run's base sequence: some nanoseconds a step. */
function seedAt(seed: number | bigint, index: number): Word64 {
  const base = new PgRandom(seed);
  const word = new Word64();
  for (let i = 0; i <= index; i++) base.bits(word);
  return word;
}
