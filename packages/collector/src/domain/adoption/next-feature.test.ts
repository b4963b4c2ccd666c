import { expect, test } from "vitest";
import { mostAdoptedFirst, nextFeatures, type Peer } from "./next-feature.ts";

const peer = (user: string, role: string | null, ...adopted: readonly string[]): Peer => ({
  user,
  role,
  adopted: new Set(adopted),
});
const ana = peer("ana", "agent", "inbox");
const order = (user: Peer, others: readonly Peer[]): readonly string[] =>
  nextFeatures(user, ["deals", "reports", "phone"], others).map(({ feature }) => feature);

test("what most others in the same role have adopted comes first", () => {
  const others = [
    peer("ben", "agent", "phone", "reports"),
    peer("cleo", "agent", "phone"),
    peer("dora", "owner", "deals"),
    peer("eve", "owner", "deals"),
    peer("finn", "owner", "deals"),
  ];
  expect(nextFeatures(ana, ["deals", "reports", "phone"], others)).toEqual([
    { feature: "phone", adoptedByPeers: 2, peers: 2, percentOfPeers: 100 },
    { feature: "reports", adoptedByPeers: 1, peers: 2, percentOfPeers: 50 },
    { feature: "deals", adoptedByPeers: 0, peers: 2, percentOfPeers: 0 },
  ]);
});

test("without peers the order of the definitions stands, and nothing is said about peers", () => {
  expect(order(ana, [ana])).toEqual(["deals", "reports", "phone"]);
  expect(nextFeatures(ana, ["deals"], [ana])).toEqual([
    { feature: "deals", adoptedByPeers: 0, peers: 0, percentOfPeers: null },
  ]);
});

test("users without a role are each other's peers", () => {
  expect(order(peer("x", null), [peer("y", null, "phone"), peer("z", "agent", "deals")])[0]).toBe("phone");
});

test("who has adopted everything has nothing to turn to", () => {
  expect(nextFeatures(ana, [], [peer("ben", "agent", "phone")])).toEqual([]);
});

test("counts of peers may differ by feature, and equals keep the order of the definitions", () => {
  const counts: Readonly<Record<string, number>> = { deals: 1, reports: 3, phone: 1 };
  const next = mostAdoptedFirst(["deals", "reports", "phone", "odd"], (feature) => ({
    adoptedByPeers: counts[feature] ?? 0,
    peers: feature === "odd" ? 0 : 4,
  }));
  expect(next.map(({ feature, percentOfPeers }) => [feature, percentOfPeers])).toEqual([
    ["reports", 75],
    ["deals", 25],
    ["phone", 25],
    ["odd", null],
  ]);
});
