import { setTimeout as wait } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { createRandom, type Random } from "../../packages/collector/src/demo/random.ts";
import type { WriterState } from "../../packages/tracker/src/protocol/index.ts";
import { asShownByApi, readApiTotals } from "./support/api-totals.ts";
import { sendWriters } from "./support/collect-request.ts";
import { type CollectorPlace, makeCollectorPlace } from "./support/collector-place.ts";
import { differences } from "./support/differences.ts";
import { createHttpClient } from "./support/http-client.ts";
import { mergeWriter } from "./support/manifest.ts";
import { createModel, type Model } from "./support/model.ts";
import type { REPETITIONS, Scale } from "./support/scale.ts";
import { readStoredState } from "./support/stored-totals.ts";
import { utcDayKey } from "./support/totals-keys.ts";
import { createGrowingWriter, DEFINITIONS } from "./support/workload.ts";

/** After a request that failed. */
const PAUSE_MS = 20;
/** Kills come after a share of the messages, however fast they go. */
const LOOK_EVERY_MS = 2;
const TIMEOUT_MS = 10 * 60_000;

/** Sends the same messages again and again, in any order, to collectors that are killed. */
export function testRepetitions(scale: Scale<typeof REPETITIONS>): void {
  const { repetitions, connections, kills } = scale;
  test(
    `The same messages ${repetitions} times, shuffled, over ${connections} connections and ${kills} kills: every sum is exact`,
    { timeout: TIMEOUT_MS },
    async () => {
      const place = await makeCollectorPlace(DEFINITIONS);
      onTestFinished(() => place.remove());
      const random = createRandom("repetitions", Date.now());
      const messages = makeMessages(scale, random);
      const model = createModel();
      for (const writer of messages) mergeWriter(model, writer);
      const queue = random.shuffled(Array.from({ length: repetitions }, () => messages).flat());

      let collector = await place.start();
      const sending = sendAll(place, queue, connections);
      const share = queue.length / (kills + 1);
      for (let kill = kills; kill > 0; kill--) {
        const left = random.between(Math.round(share * (kill - 0.5)), Math.round(share * (kill + 0.5)));
        while (queue.length > left) await wait(LOOK_EVERY_MS);
        await collector.end("SIGKILL");
        collector = await place.start();
      }
      await sending;

      await expectSums(place, model);
      await collector.end("SIGTERM");
      expect(await place.uptake("verify")).toMatchObject({ exitCode: 0 });
    },
  );
}

/** Several document loads of each member, each with its states from the first to the last. */
function makeMessages(
  { members, writersPerMember, statesPerWriter }: Scale<typeof REPETITIONS>,
  random: Random,
): readonly WriterState[] {
  return Array.from({ length: members }, (_, member) => {
    const owner = { account: `account-${member % 7}`, user: `user-${member % 40}` };
    return Array.from({ length: writersPerMember }, (_empty, index) => {
      const writer = createGrowingWriter(`writer-${member}-${index}`, random);
      return Array.from({ length: statesPerWriter }, () => ({ ...writer.next(), ...owner }));
    });
  }).flat(2);
}

/** Sends each message until it is acknowledged. */
async function sendAll(place: CollectorPlace, queue: WriterState[], connections: number): Promise<void> {
  const client = createHttpClient(place.address, connections);
  const notes = { sent: () => undefined, acknowledged: () => undefined };
  const sendNext = async (): Promise<void> => {
    for (let message = queue.pop(); message !== undefined; message = queue.pop()) {
      const outcome = await sendWriters(client, place, notes, [message]);
      if (outcome.kind === "acknowledged") continue;
      if (outcome.kind === "wrong") throw new Error(`A message was not taken: ${JSON.stringify(outcome.reply)}`);
      // To the other end, so that nothing waits for its turn alone.
      queue.unshift(message);
      await wait(PAUSE_MS);
    }
  };
  await Promise.all(Array.from({ length: connections }, sendNext));
  client.close();
}

/** By member, feature and day from the store; by account, by feature and by both from the API; and so in total. */
async function expectSums(place: CollectorPlace, model: Model): Promise<void> {
  const { totals, faults } = await readStoredState(place.storePath);
  expect(faults).toEqual([]);
  expect(differences(model.totals(utcDayKey), totals)).toEqual([]);
  const client = createHttpClient(place.address, 1);
  const accounts = model.totals(({ account }) => account);
  expect(differences(asShownByApi(accounts), await readApiTotals(client, place, "/v1/accounts", "account"))).toEqual(
    [],
  );
  const features = asShownByApi(model.totals(({ feature }) => feature));
  expect(differences(features, await readApiTotals(client, place, "/v1/features", "feature"))).toEqual([]);
  const both = model.totals(({ account, feature }) => JSON.stringify([account, feature]));
  for (const account of accounts.keys()) {
    const ofAccount = [...asShownByApi(both)]
      .map(([key, counters]) => [JSON.parse(key) as readonly [string, string], counters] as const)
      .filter(([[owner]]) => owner === account)
      .map(([[, feature], counters]) => [feature, counters] as const);
    const list = `/v1/accounts/${encodeURIComponent(account)}/features`;
    expect(differences(new Map(ofAccount), await readApiTotals(client, place, list, "feature"))).toEqual([]);
  }
  client.close();
}
