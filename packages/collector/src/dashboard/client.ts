import type { Problem } from "@uptake/tracker/protocol";
import type {
  AccountsReply,
  AccountsRow,
  FeaturesReply,
  FeaturesRow,
  PeriodName,
  ReplyHead,
  SessionReply,
} from "../api/contract.ts";
import { ProblemError } from "./problem-error.ts";

/** Everything that the dashboard asks the collector. Each method rejects with {@link ProblemError}, and only with that. */
export interface Client {
  /** Who is signed in. */
  session(): Promise<SessionReply>;
  /** Uses a sign-in link's token up and starts a session. */
  startSession(token: string): Promise<void>;
  endSession(): Promise<void>;
  /** One page of the accounts. */
  accounts(query: AccountsQuery, signal: AbortSignal): Promise<AccountsReply>;
  /** The accounts reply narrowed to one account; no rows when the collector doesn't know it. */
  account(account: string, period: PeriodName | null, signal: AbortSignal): Promise<AccountsReply>;
  /** Every feature, of one account or (null) of all. */
  features(account: string | null, period: PeriodName | null, signal: AbortSignal): Promise<FeaturesReply>;
}

export interface AccountsQuery {
  /** Null: the workspace's own. */
  readonly period: PeriodName | null;
  readonly search: string;
  /** Present: only those that have never sent anything, of those that have not left. */
  readonly silent?: true;
  /** As the API takes it, `-engagement`. */
  readonly sort: string;
  readonly limit: number;
  readonly offset: number;
}

/** What the screens show: columns that need every member's use cost much, and no screen has them. */
const ACCOUNT_COLUMNS = [
  "account",
  "name",
  "plan",
  "inRoster",
  "kind",
  "churnedAt",
  "lastReceivedAt",
  "hasData",
  "assets",
  "activeAssets",
  "engagement",
  "activeMs",
  "visits",
] as const satisfies readonly (keyof AccountsRow)[];
const FEATURE_COLUMNS = [
  "feature",
  "name",
  "kind",
  "module",
  "moduleName",
  "defined",
  "assets",
  "activeAssets",
  "engagement",
  "activeMs",
  "visits",
  "users",
  "vitals",
] as const satisfies readonly (keyof FeaturesRow)[];

/** Rows asked for at once where all of them are needed. */
const CHUNK_ROWS = 100;
/** The API refuses longer ones; a part of an id finds it as well. */
const MAX_SEARCH_LENGTH = 200;
const TIMEOUT_MS = 20_000;

/** The collector's client, on the page's own origin and with its session cookie. */
export function createClient(fetch: (address: string, init: RequestInit) => Promise<Response>): Client {
  const accounts = (query: AccountsQuery, signal: AbortSignal) =>
    read<AccountsReply>(`/v1/accounts?${parameters({ ...query, columns: ACCOUNT_COLUMNS.join(",") })}`, signal);

  async function read<Reply>(address: string, signal?: AbortSignal): Promise<Reply> {
    const response = await send(address, { headers: { accept: "application/json" } }, signal);
    try {
      return (await response.json()) as Reply;
    } catch {
      signal?.throwIfAborted();
      throw new ProblemError({
        status: response.status,
        title: "The collector's answer could not be read",
        detail: `GET ${address} returned something other than JSON. Check what stands between this page and the collector.`,
      });
    }
  }

  async function send(address: string, init: RequestInit, signal?: AbortSignal): Promise<Response> {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    let response: Response;
    try {
      response = await fetch(address, { ...init, signal: signal ? AbortSignal.any([signal, timeout]) : timeout });
    } catch {
      throw unreachable(timeout.aborted);
    }
    if (!response.ok) throw await refusal(response);
    return response;
  }

  return {
    session: () => read("/v1/session"),
    startSession: async (token) => {
      await send("/v1/session", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ token }),
      });
    },
    endSession: async () => {
      await send("/v1/session", { method: "DELETE" });
    },
    accounts,
    account: async (account, period, signal) => {
      // The API searches for a part of the id, so others may match too, even more than one page of them.
      const query = { period, search: account.slice(0, MAX_SEARCH_LENGTH), sort: "name", limit: CHUNK_ROWS };
      const found = await readAll<AccountsRow, AccountsReply>(
        (offset) => accounts({ ...query, offset }, signal),
        (rows) => rows.some((row) => row.account === account),
      );
      const rows = found.rows.filter((row) => row.account === account);
      return { ...found, rows, total: rows.length };
    },
    features: (account, period, signal) => {
      const path = account === null ? "/v1/features" : `/v1/accounts/${encodeURIComponent(account)}/features`;
      const query = { period, sort: "name", limit: CHUNK_ROWS, columns: FEATURE_COLUMNS.join(",") };
      return readAll<FeaturesRow, FeaturesReply>((offset) =>
        read(`${path}?${parameters({ ...query, offset })}`, signal),
      );
    },
  };
}

interface Chunk<Row> extends ReplyHead {
  readonly total: number;
  readonly rows: readonly Row[];
}

/** Reads chunk after chunk until all rows are there or `isEnough`. */
async function readAll<Row, Reply extends Chunk<Row>>(
  read: (offset: number) => Promise<Reply>,
  isEnough: (rows: readonly Row[]) => boolean = () => false,
): Promise<Reply> {
  let reply = await read(0);
  const rows = [...reply.rows];
  while (reply.rows.length > 0 && rows.length < reply.total && !isEnough(rows)) {
    reply = await read(rows.length);
    rows.push(...reply.rows);
  }
  return { ...reply, rows };
}

function parameters(query: Readonly<Record<string, string | number | null>> | AccountsQuery): string {
  const given = Object.entries(query).filter(([, value]) => value !== "" && value !== 0 && value !== null);
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
}

function unreachable(timedOut: boolean): ProblemError {
  return new ProblemError({
    status: 0,
    title: "The collector can't be reached",
    detail: timedOut
      ? `It did not answer within ${TIMEOUT_MS / 1000} seconds. It may be busy: try again.`
      : "Check your connection, and that the collector is running.",
  });
}

async function refusal(response: Response): Promise<ProblemError> {
  const problem = (await response.json().catch(() => null)) as Partial<Problem> | null;
  return new ProblemError({
    status: response.status,
    title: problem?.title ?? `The collector answered with status ${response.status}`,
    ...(problem?.detail === undefined ? {} : { detail: problem.detail }),
    ...(problem?.retryAfterMs === undefined ? {} : { retryAfterMs: problem.retryAfterMs }),
  });
}
