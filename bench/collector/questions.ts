import { createHmac } from "node:crypto";
import { ACCOUNTS, USERS } from "./workload.ts";

/** How long answers took. */
export interface AnswerTimes {
  readonly count: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly slowestMs: number;
}

/** Signs end users' tokens, as a host's server does. */
export function memberToken(secret: string, user: number, nowMs: number): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = {
    sub: `user-${user}`,
    account: `account-${user % ACCOUNTS}`,
    aud: "uptake",
    exp: nowMs / 1000 + 3600,
  };
  const signed = `${part({ alg: "HS256", typ: "JWT" })}.${part({ ...claims, exp: Math.floor(claims.exp) })}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

/**
 * Asks one question after the other, a fixed time apart, until it is told to stop.
 * @param request makes the request of a number.
 */
export async function askUntil(
  stopped: Promise<unknown>,
  everyMs: number,
  request: (number: number) => readonly [url: string, bearer: string],
): Promise<AnswerTimes> {
  const timesMs: number[] = [];
  const over = new AbortController();
  const end = stopped.then(() => over.abort());
  for (let number = 0; !over.signal.aborted; number++) {
    const [url, bearer] = request(number);
    const startedMs = performance.now();
    const response = await fetch(url, { headers: { authorization: `Bearer ${bearer}` } });
    const text = await response.text();
    if (response.status !== 200) throw new Error(`${url} answered ${response.status}: ${text}`);
    timesMs.push(performance.now() - startedMs);
    await new Promise((done) => setTimeout(done, Math.max(0, everyMs - (performance.now() - startedMs))));
  }
  await end;
  timesMs.sort((one, other) => one - other);
  const quantile = (share: number): number => timesMs[Math.floor(timesMs.length * share)] ?? Number.NaN;
  return {
    count: timesMs.length,
    p50Ms: quantile(0.5),
    p99Ms: quantile(0.99),
    slowestMs: timesMs.at(-1) ?? Number.NaN,
  };
}

/** A user of the workload, another one for each number. */
export function someUser(number: number): number {
  return (number * 7919) % USERS;
}
