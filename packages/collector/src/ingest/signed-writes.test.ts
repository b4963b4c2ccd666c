import type { CollectReply } from "@uptake/tracker/protocol";
import { expect, onTestFinished, test } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../tests/support/test-collector.ts";
import { createCollector } from "../collector.ts";
import type { SignedWrites } from "./judge-owner.ts";

async function start(signedWrites: SignedWrites): Promise<TestCollector> {
  const system = await startTestCollector({ signedWrites });
  onTestFinished(() => system.stop());
  return system;
}

/** One signed writer, one without a token, one whose token belongs to somebody else. */
async function send(system: TestCollector): Promise<CollectReply> {
  const owner = { account: "acme", user: "u_1" };
  const cells = [cellOf("calendars", START_MS, 1_000)];
  const response = await system.collect(
    { id: writerId("signed"), ...owner, cells, token: await system.token(owner) },
    { id: writerId("unsigned"), ...owner, cells },
    { id: writerId("stolen"), account: "other", user: "u_2", cells, token: await system.token(owner) },
  );
  return (await response.json()) as CollectReply;
}

async function proofsOf(system: TestCollector): Promise<readonly string[]> {
  const text = await (await system.request("/metrics", { bearer: system.secretKey })).text();
  return text.split("\n").filter((line) => line.startsWith("uptake_writers_total{"));
}

const stolen = { id: writerId("stolen"), reason: "owner_mismatch" };

test("off takes a writer without a token at its word, and counts nobody", async () => {
  const system = await start("off");
  expect(await send(system)).toMatchObject({
    accepted: [{ id: writerId("signed") }, { id: writerId("unsigned") }],
    rejected: [stolen],
  });
  expect(await proofsOf(system)).toEqual([]);
});

test("coverage does the same, and counts what enforcing would refuse", async () => {
  const system = await start("coverage");
  expect(await send(system)).toMatchObject({
    accepted: [{ id: writerId("signed") }, { id: writerId("unsigned") }],
    rejected: [stolen],
  });
  expect(await proofsOf(system)).toEqual([
    'uptake_writers_total{proof="signed"} 1',
    'uptake_writers_total{proof="unsigned"} 1',
    'uptake_writers_total{proof="refused"} 1',
  ]);
});

test("enforced refuses a writer without a token by name, and no neighbour with it", async () => {
  const system = await start("enforced");
  expect(await send(system)).toMatchObject({
    accepted: [{ id: writerId("signed") }],
    rejected: [{ id: writerId("unsigned"), reason: "token_missing" }, stolen],
  });
  expect(await proofsOf(system)).toEqual([
    'uptake_writers_total{proof="signed"} 1',
    'uptake_writers_total{proof="refused"} 2',
  ]);
});

test("nothing but off starts where no token can be checked", async () => {
  const { store } = await start("off");
  expect(() => createCollector({ store, signedWrites: "coverage" })).toThrow("no jwt to check tokens by");
});
