import * as fc from "fast-check";
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

const FEATURES = ["deals", "reports", "phone", "inbox", "agents"];
const anyAdopted = fc.subarray(FEATURES).map((adopted) => new Set(adopted));
const anyPeople = (who: string, roles: readonly (string | null)[]) =>
  fc
    .array(fc.record({ role: fc.constantFrom(...roles), adopted: anyAdopted }), { maxLength: 6 })
    .map((people) => people.map((one, index): Peer => ({ ...one, user: `${who} ${index}` })));

test("every open feature comes once, by how many peers have it and else in its order, whatever others have", () => {
  const anyCase = fc.constantFrom(null, "agent", "owner").chain((role) =>
    fc.record({
      user: anyAdopted.map((adopted): Peer => ({ user: "ana", role, adopted })),
      open: fc.shuffledSubarray(FEATURES),
      peers: anyPeople("peer", [role]),
      strangers: anyPeople(
        "stranger",
        [null, "agent", "owner"].filter((other) => other !== role),
      ),
    }),
  );
  fc.assert(
    fc.property(anyCase, fc.infiniteStream(fc.nat()), ({ user, open, peers, strangers }, places) => {
      const others = [user, ...peers, ...strangers]
        .map((other) => ({ other, place: places.next().value ?? 0 }))
        .toSorted((one, another) => one.place - another.place)
        .map(({ other }) => other);
      const next = nextFeatures(user, open, others);
      expect(next.map(({ feature }) => feature).toSorted()).toEqual(open.toSorted());
      for (const { feature, ...counts } of next) {
        const have = peers.reduce((sum, { adopted }) => sum + (adopted.has(feature) ? 1 : 0), 0);
        expect(counts).toEqual({
          adoptedByPeers: have,
          peers: peers.length,
          percentOfPeers: peers.length === 0 ? null : (have * 100) / peers.length,
        });
      }
      next.slice(1).forEach(({ feature, adoptedByPeers }, index) => {
        const before = next[index];
        if (before === undefined) throw new Error("it is there");
        expect(before.adoptedByPeers).toBeGreaterThanOrEqual(adoptedByPeers);
        if (before.adoptedByPeers > adoptedByPeers) return;
        expect(open.indexOf(before.feature)).toBeLessThan(open.indexOf(feature));
      });
    }),
  );
});
