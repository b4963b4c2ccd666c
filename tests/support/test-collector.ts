import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SignJWT } from "jose";
import { createPublicKey, createSecretKey } from "../../packages/collector/src/auth/keys.ts";
import type { CollectorOptions } from "../../packages/collector/src/collector-options.ts";
import { createCollector, type Collector } from "../../packages/collector/src/collector.ts";
import type { Definitions } from "../../packages/collector/src/domain/definitions/definitions.ts";
import { createSqliteStore, type SqliteStore } from "../../packages/collector/src/store/sqlite/create-sqlite-store.ts";
import { putFreshFile } from "../../packages/collector/src/store/sqlite/test-support/fresh-file.ts";
import type { CellState } from "../../packages/tracker/src/protocol/index.ts";

/** A collector on a real store in a folder of its own, with a clock that stands still unless a test moves it. */
export interface TestCollector {
  readonly collector: Collector;
  readonly store: SqliteStore;
  /** The store's file. */
  readonly storePath: string;
  readonly clock: { nowMs: number };
  readonly publicKey: string;
  readonly secretKey: string;
  /** Answers a request to `http://collector.test`. A body that is an object is sent as JSON with its length. */
  request(path: string, options?: TestRequest): Promise<Response>;
  /** Posts writers as a tracker does. */
  collect(...writers: readonly TestWriter[]): Promise<Response>;
  /** A token signed by the host; valid for an hour from the clock, for reading, unless said. */
  token(claims: {
    readonly user: string;
    readonly account: string;
    readonly audience?: string;
    readonly expiresAtMs?: number;
  }): Promise<string>;
  stop(): Promise<void>;
}

export interface TestRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Sent as `Authorization: Bearer …`. */
  readonly bearer?: string;
  readonly address?: string;
}

export interface TestWriter {
  readonly id: string;
  readonly seq?: number;
  readonly account: string;
  readonly user: string;
  readonly token?: string;
  readonly cells: readonly unknown[];
}

export interface TestCollectorOptions extends Pick<
  CollectorOptions,
  "identity" | "basePath" | "logger" | "signedWrites"
> {
  readonly definitions?: Definitions;
  readonly timeZone?: string;
  readonly origins?: readonly string[];
  readonly rateLimit?: number;
  readonly baseUrl?: string;
  readonly browserFolder?: string;
  /** Whether the collector can check tokens; it can unless said. */
  readonly checksTokens?: boolean;
  /** Whether it does the background work by itself; it doesn't unless said. */
  readonly jobs?: boolean;
}

export const JWT_SECRET = "a-secret-that-only-tests-know-0123456789";
/** A Wednesday, 10:07 UTC. */
export const START_MS = Date.UTC(2026, 10, 18, 10, 7);

/** Starts one. Stop it when done. */
export async function startTestCollector(options: TestCollectorOptions = {}): Promise<TestCollector> {
  const folder = mkdtempSync(join(tmpdir(), "uptake-doors-"));
  const clock = { nowMs: START_MS };
  const now = (): number => clock.nowMs;
  const storePath = join(folder, "uptake.db");
  putFreshFile(storePath);
  const store = await createSqliteStore({
    path: storePath,
    now,
    ...(options.timeZone !== undefined && { timeZone: options.timeZone }),
  });
  const random = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes));
  const publicKey = createPublicKey(options.origins ?? [], random, now());
  const secretKey = createSecretKey(["read", "write"], random, now());
  await store.records.createKey(publicKey.record);
  await store.records.createKey(secretKey.record);
  const collector = createCollector({
    store,
    now,
    random,
    jobs: options.jobs ?? false,
    ...(options.checksTokens !== false && { jwt: { kind: "secret", secret: JWT_SECRET } }),
    ...(options.signedWrites && { signedWrites: options.signedWrites }),
    ...(options.definitions && { definitions: options.definitions }),
    ...(options.rateLimit !== undefined && { rateLimit: options.rateLimit }),
    ...(options.baseUrl !== undefined && { baseUrl: options.baseUrl }),
    ...(options.identity !== undefined && { identity: options.identity }),
    ...(options.basePath !== undefined && { basePath: options.basePath }),
    ...(options.logger !== undefined && { logger: options.logger }),
    browserFolder: options.browserFolder ?? join(folder, "browser"),
  });
  const request = requestsTo(collector);
  return {
    collector,
    store,
    storePath,
    clock,
    publicKey: publicKey.key,
    secretKey: secretKey.key,
    request,
    collect: (...writers) =>
      request(`/v1/collect?key=${publicKey.key}`, {
        method: "POST",
        headers: { "content-type": "text/plain;charset=UTF-8" },
        body: { v: 1, sdk: "test", sentAt: clock.nowMs, writers: writers.map(withSequence) },
      }),
    token: ({ user, account, audience = "uptake", expiresAtMs = clock.nowMs + 3_600_000 }) =>
      new SignJWT({ account })
        .setProtectedHeader({ alg: "HS256" })
        .setSubject(user)
        .setAudience(audience)
        .setExpirationTime(Math.floor(expiresAtMs / 1000))
        .sign(new TextEncoder().encode(JWT_SECRET)),
    async stop() {
      await collector.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Asks a collector as `TestCollector.request` does. */
export function requestsTo(collector: Collector): TestCollector["request"] {
  return (path, { method, headers, body, bearer, address } = {}) => {
    const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
    const all = new Headers(headers);
    if (text !== undefined && !all.has("content-length")) {
      all.set("content-length", String(new TextEncoder().encode(text).byteLength));
    }
    if (text !== undefined && !all.has("content-type")) all.set("content-type", "application/json");
    if (bearer !== undefined) all.set("authorization", `Bearer ${bearer}`);
    return collector.fetch(
      new Request(`http://collector.test${path}`, {
        method: method ?? "GET",
        headers: all,
        ...(text !== undefined && { body: text }),
      }),
      { address: address ?? null },
    );
  };
}

function withSequence(writer: TestWriter): TestWriter {
  return { seq: 1, ...writer };
}

/** A writer id made of a short name. */
export function writerId(name: string): string {
  return name.padEnd(22, "0");
}

/** A cell with one amount of active time under all four limits, in the slot of an instant. */
export function cellOf(feature: string, atMs: number, activeMs: number, more: Partial<CellState> = {}): CellState {
  return {
    feature,
    slot: Math.floor(atMs / 900_000),
    activeMs: [activeMs, activeMs, activeMs, activeMs],
    visits: 1,
    ...more,
  };
}
