import { connect } from "node:net";
import * as fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { MAX_BODY_BYTES, slotOf, type CollectReply } from "../../packages/tracker/src/protocol/index.ts";
import { ALL_ACCOUNTS } from "../../packages/collector/src/domain/account-scope.ts";
import type { Definitions } from "../../packages/collector/src/domain/definitions/definitions.ts";
import { createSqliteStore } from "../../packages/collector/src/store/sqlite/create-sqlite-store.ts";
import { makeCollectorPlace } from "./support/collector-place.ts";
import { differences } from "./support/differences.ts";
import { fuzzedRequests, type FuzzedRequest } from "./support/fuzzed-requests.ts";
import { createHttpClient, type Reply } from "./support/http-client.ts";
import { judgeMessage, refusalName, type JudgeCircumstances } from "./support/judge-message.ts";
import { createModel } from "./support/model.ts";
import { residentMiB } from "./support/resident-memory.ts";
import type { FUZZ, Scale } from "./support/scale.ts";
import { readStoredState } from "./support/stored-totals.ts";
import { utcDayKey } from "./support/totals-keys.ts";
import { DEFINITIONS } from "./support/workload.ts";

const SERVER_ACTION = "invoice.paid";
const FUZZ_DEFINITIONS: Definitions = {
  ...DEFINITIONS,
  actions: { ...DEFINITIONS.actions, [SERVER_ACTION]: { name: "Invoices", source: "server" } },
};
const DEFINED = new Set([...Object.keys(DEFINITIONS.features), "_other"]);
/** Of some hundred members, eight features and 25 days: far more than by accident. */
const MIN_SUMS = 200;
/** Of features that no definition names. */
const MAX_UNKNOWN_FEATURES = 500;
/** By then every path has been taken and every cache is full that ever will be. */
const WARM_UP_SHARE = 0.4;
const BATCH = 500;
/** What the measurement itself wavers by: garbage that has not been collected yet. */
const MAX_GROWTH_MIB = 96;
const TIMEOUT_MS = 15 * 60_000;

/** Sends what nobody should, over real connections to one collector. */
export function testFuzz({ bodies, connections }: Scale<typeof FUZZ>): void {
  test(
    `${bodies} bodies that nobody should send: no fault, no crash, no memory kept, and every cell that holds is counted`,
    { timeout: TIMEOUT_MS },
    async () => {
      const place = await makeCollectorPlace(FUZZ_DEFINITIONS);
      onTestFinished(() => place.remove());
      const collector = await place.start({ environment: { UPTAKE_RATE_LIMIT: "999999999" } });
      const watermarkSlot = await readWatermark(place.storePath);
      const model = createModel();
      const unknownFeatures = new Set<string>();
      const surprises: string[] = [];
      let cappedCells = 0;

      const client = createHttpClient(place.address, connections);
      const sendOne = async (request: FuzzedRequest): Promise<void> => {
        const reply = await send(client, request, place.publicKey).catch((error: unknown) => String(error));
        const nowMs = typeof reply === "string" || reply.status !== 200 ? Date.now() : nowOf(reply);
        const verdict = expected(request, { nowMs, watermarkSlot, serverActions: [SERVER_ACTION] });
        const surprise = (what: string): void =>
          void surprises.push(`${what}: ${shown(reply)} to ${shownRequest(request)}`);
        if (typeof reply === "string") {
          // Who is refused before the body is read may find the connection closed while it still sends.
          if (verdict !== null) surprise("the connection broke");
        } else if (verdict === null || verdict.kind === "refused") {
          if (reply.status < 400 || reply.status >= 500) surprise("not refused");
        } else if (reply.status === 200) {
          const { accepted, rejected } = JSON.parse(reply.body) as CollectReply;
          const named = new Set(rejected.map((one) => ("slot" in one ? refusalName(one, one) : refusalName(one))));
          const capped = new Set(
            rejected.filter(({ reason }) => reason === "too_many_features").map(({ feature }) => feature),
          );
          const kept = verdict.counted.filter(([{ feature }]) => !capped.has(feature));
          const missing = [...verdict.refused].filter((name) => !named.has(name));
          const extra = [...named].filter((name) => !verdict.refused.has(name));
          if (accepted.length !== verdict.writers) surprise(`not ${verdict.writers} writers accepted`);
          if (missing.length > 0) surprise(`not named: ${missing.join()}`);
          if (extra.length > 0 && capped.size === 0) surprise(`named without a reason: ${extra.join()}`);
          for (const [where, cell] of kept) {
            model.merge(where, cell);
            if (!DEFINED.has(where.feature)) unknownFeatures.add(where.feature);
          }
          cappedCells += verdict.counted.length - kept.length;
        } else surprise("not taken");
      };

      const seed = Date.now();
      let warmMiB: number | undefined;
      for (let sent = 0; sent < bodies; sent += BATCH) {
        const requests = fc.sample(fuzzedRequests(slotOf(Date.now())), { numRuns: BATCH, seed: seed + sent });
        await Promise.all(requests.map(sendOne));
        expect(surprises).toEqual([]);
        if (sent >= bodies * WARM_UP_SHARE) warmMiB ??= residentMiB(collector.pid);
      }
      for (const bytes of RAW_CONNECTIONS) await sendRaw(place.address, bytes);
      client.close();

      expect(residentMiB(collector.pid)).toBeLessThan(Number(warmMiB) + MAX_GROWTH_MIB);
      expect(await collector.end("SIGTERM")).toEqual({ exitCode: 0 });
      expect(collector.complaints()).toBe("");
      const { totals, faults } = await readStoredState(place.storePath);
      const counted = model.totals(utcDayKey);
      expect(counted.size).toBeGreaterThan(MIN_SUMS);
      expect(differences(counted, totals)).toEqual([]);
      expect(faults).toEqual([]);
      expect(unknownFeatures.size).toBeLessThanOrEqual(MAX_UNKNOWN_FEATURES);
      // No feature was one too many before there were that many.
      expect(cappedCells === 0 || unknownFeatures.size === MAX_UNKNOWN_FEATURES).toBe(true);
    },
  );
}

/** What should become of a request; null: it is refused for something else than its body. */
function expected(
  { body, headers, key }: FuzzedRequest,
  circumstances: JudgeCircumstances,
): ReturnType<typeof judgeMessage> | null {
  const type = headers["content-type"]?.split(";")[0]?.toLowerCase() ?? "";
  const isOwn = key === undefined && ["text/plain", "application/json"].includes(type);
  const isMeasured = body.length <= MAX_BODY_BYTES && !("transfer-encoding" in headers);
  return isOwn && isMeasured ? judgeMessage(body, circumstances) : null;
}

function send(
  client: ReturnType<typeof createHttpClient>,
  { body, headers, key }: FuzzedRequest,
  publicKey: string,
): Promise<Reply> {
  const query = key === undefined ? publicKey : encodeURIComponent(key);
  return client.send(`/v1/collect?key=${query}`, { method: "POST", headers, body });
}

function nowOf({ body }: Reply): number {
  return (JSON.parse(body) as CollectReply).now;
}

function shown(reply: Reply | string): string {
  return typeof reply === "string" ? reply : `${reply.status} ${reply.body}`;
}

function shownRequest({ body, ...others }: FuzzedRequest): string {
  return `${JSON.stringify(others)} ${Buffer.from(body).toString("latin1").slice(0, 5_000)}`;
}

async function readWatermark(path: string): Promise<number> {
  const store = await createSqliteStore({ path, now: Date.now });
  const { slot } = await store.facts.watermark(ALL_ACCOUNTS);
  await store.close();
  return slot;
}

/** What no client library would send. */
const RAW_CONNECTIONS: readonly string[] = [
  "\u0000\u0000\u0000",
  "GET / HTTP/9.9\r\n\r\n",
  "POST /v1/collect HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n",
  "POST /v1/collect HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n{}",
  "POST /v1/collect HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
  "POST /v1/collect HTTP/1.1\r\nhost: x\r\ncontent-length: 99\r\n\r\n{",
  "POST //[ HTTP/1.1\r\nhost: ]\r\ncontent-length: 2\r\n\r\n{}",
  "POST /v1/collect?key=%E0%A4%A HTTP/1.1\r\ncontent-length: 2\r\n\r\n{}",
  `GET / HTTP/1.1\r\nhost: x\r\nx-long: ${"y".repeat(40_000)}\r\n\r\n`,
  `POST /v1/collect?${"k=v&".repeat(10_000)} HTTP/1.1\r\nhost: x\r\n\r\n`,
  `POST /v1/collect HTTP/1.1\r\nhost: x\r\ncontent-length: 10000000\r\ncontent-type: text/plain\r\n\r\n{"${"k".repeat(10_000_000)}":1}`,
];

/** Sends bytes, and waits for an answer or the end of the connection, whichever is first. */
async function sendRaw(address: string, bytes: string): Promise<void> {
  const { hostname, port } = new URL(address);
  const answer = await new Promise<string>((done) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes, "latin1"));
    const end = (text: string): void => {
      socket.destroy();
      done(text);
    };
    socket.once("data", (chunk) => end(chunk.toString("latin1")));
    socket.once("error", () => end(""));
    socket.once("close", () => end(""));
    socket.setTimeout(1_000, () => end(""));
  });
  expect(answer).not.toMatch(/^HTTP\/1\.1 5/);
}
