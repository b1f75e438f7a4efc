import type { JSX } from "preact";

const UNITS = [
  { limit: 60, seconds: 1, word: "second" },
  { limit: 3600, seconds: 60, word: "minute" },
  { limit: 86_400, seconds: 3600, word: "hour" },
  { limit: 30 * 86_400, seconds: 86_400, word: "day" },
  { limit: 365 * 86_400, seconds: 30 * 86_400, word: "month" },
  { limit: Infinity, seconds: 365 * 86_400, word: "year" },
] as const;

/** An instant in UTC; how long ago it was, in words, on hover or beside it. */
export function Time(
  { at, now, relative = false, brief = false }: {
    /** ISO 8601. */
    at: string;
    now: Date;
    /** Show the words, and the instant on hover. */
    relative?: boolean;
    /** To the minute, where a header says that it is UTC. */
    brief?: boolean;
  },
): JSX.Element {
  const instant = utc(at);
  const words = ago(new Date(at), now);
  return (
    <time dateTime={at} title={relative ? instant : words} class="whitespace-nowrap">
      {relative ? words : brief ? instant.slice(0, 16) : instant}
    </time>
  );
}

/** An instant for people: `2026-11-23 08:50:27 UTC`. */
export function utc(at: string): string {
  return `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** The distance of two instants in words: `3 minutes ago`, `in 2 hours`. */
export function ago(at: Date, now: Date): string {
  const seconds = Math.round((now.getTime() - at.getTime()) / 1000);
  const distance = Math.abs(seconds);
  if (distance < 5) return "just now";
  const unit = UNITS.find(({ limit }) => distance < limit) ?? UNITS[5];
  const count = Math.floor(distance / unit.seconds);
  const words = `${count} ${unit.word}${count === 1 ? "" : "s"}`;
  return seconds < 0 ? `in ${words}` : `${words} ago`;
}
