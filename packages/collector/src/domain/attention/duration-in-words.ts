const MINUTE_MS = 60_000;

/** A length of time for a sentence: `3 h 4 min`, `12 min`, `less than a minute`, `nothing`. Whole minutes, rounded down. */
export function durationInWords(ms: number): string {
  if (ms === 0) return "nothing";
  const minutes = Math.floor(ms / MINUTE_MS);
  if (minutes === 0) return "less than a minute";
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}
