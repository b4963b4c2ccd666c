import type { Question } from "./questions.ts";

/** How long answers took. */
export interface QuestionTimes {
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/** Asks a question so many times, by so many clients at once, each waiting for its answer. */
export async function measureQuestion(
  base: string,
  bearer: string,
  { path }: Question,
  clients: number,
  rounds: number,
): Promise<QuestionTimes> {
  const timesMs: number[] = [];
  let next = 0;
  const client = async (): Promise<void> => {
    while (next < rounds) {
      const address = `${base}${path(next++)}`;
      const startedMs = performance.now();
      const response = await fetch(address, { headers: { authorization: `Bearer ${bearer}` } });
      const text = await response.text();
      if (response.status !== 200) throw new Error(`${address} answered ${response.status}: ${text.slice(0, 500)}`);
      timesMs.push(performance.now() - startedMs);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  timesMs.sort((one, other) => one - other);
  const quantile = (share: number): number =>
    timesMs[Math.min(timesMs.length - 1, Math.floor(timesMs.length * share))] ?? 0;
  return { p50Ms: quantile(0.5), p95Ms: quantile(0.95) };
}
