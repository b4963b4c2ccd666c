import type { Question } from "./questions.ts";

/** How long answers took. */
export interface QuestionTimes {
  /** The first of all, when nothing that it needs has run or been read before. */
  readonly firstMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/**
 * Times that each client asks before it is measured: a collector has answered for days when somebody asks, and threads start
 * with the first who do, and compile what they run often.
 */
const WARM_UP_ROUNDS = 25;

/** Asks a question so many times, by so many clients at once, each waiting for its answer. */
export async function measureQuestion(
  base: string,
  bearer: string,
  { path }: Question,
  clients: number,
  rounds: number,
): Promise<QuestionTimes> {
  const timesMs: number[] = [];
  let firstMs = 0;
  const first = -WARM_UP_ROUNDS * clients;
  let next = first;
  const client = async (): Promise<void> => {
    while (next < rounds) {
      const number = next++;
      const address = `${base}${path(Math.abs(number))}`;
      const startedMs = performance.now();
      const response = await fetch(address, { headers: { authorization: `Bearer ${bearer}` } });
      const text = await response.text();
      if (response.status !== 200) throw new Error(`${address} answered ${response.status}: ${text.slice(0, 500)}`);
      const tookMs = performance.now() - startedMs;
      if (number === first) firstMs = tookMs;
      if (number >= 0) timesMs.push(tookMs);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  timesMs.sort((one, other) => one - other);
  const quantile = (share: number): number =>
    timesMs[Math.min(timesMs.length - 1, Math.floor(timesMs.length * share))] ?? 0;
  return { firstMs, p50Ms: quantile(0.5), p95Ms: quantile(0.95) };
}
