import { describe, expect, test } from "vitest";
import type { AccountScope } from "../../domain/account-scope.ts";
import type { Facts } from "../facts.ts";
import { cell, NOW_MS, TODAY, type MakePlace } from "./harness.ts";
import { useStore } from "./use-store.ts";

/** Row visibility: who asks decides which accounts exist. */
export function testScope(makePlace: MakePlace): void {
  describe("an account outside the scope", () => {
    test("shows in no answer, not even when it is asked for by name", async () => {
      const { facts } = await useStore(makePlace);
      await fill(facts);
      const answers = await everyAnswer(facts, { kind: "only", accounts: ["acme"] });
      expect(questionsThatName(/rival/, answers)).toEqual([]);
      expect(answers["totals by account, user, feature"]).toMatchObject([{ account: "acme", user: "shared" }]);
      expect(answers["totals"]).toMatchObject([{ visits: 1 }]);
      expect(answers["totals of rival"]).toEqual([{ activeMs: [0, 0, 0, 0], visits: 0 }]);
      expect(answers["actions"]).toMatchObject([{ count: 1 }]);
      expect(answers["member of rival"]).toEqual({
        accountName: null,
        userName: null,
        features: [],
        actionCrossings: [],
        useCrossings: [],
        receivedAtMs: null,
        timeZone: "UTC",
      });
      expect(answers["users"]).toMatchObject([{ id: "shared", accounts: ["acme"] }]);
      expect(answers["users by name"]).toEqual(answers["users"]);
      expect(answers["watermark"]).toMatchObject({ receivedAtMs: NOW_MS });
    });

    test("is every account, when the scope names none", async () => {
      const { facts } = await useStore(makePlace);
      await fill(facts);
      const answers = await everyAnswer(facts, { kind: "only", accounts: [] });
      expect(questionsThatName(/rival|acme|shared/, answers)).toEqual([]);
      expect(answers["totals"]).toMatchObject([{ visits: 0 }]);
      expect(answers["watermark"]).toMatchObject({ receivedAtMs: null });
    });

    test("is part of the answers to those who may see all", async () => {
      const { facts } = await useStore(makePlace);
      await fill(facts);
      const answers = await everyAnswer(facts, { kind: "all" });
      const telling = ["totals by account, user, feature", "actions", "feature names", "accounts", "users", "assets"];
      expect(questionsThatName(/rival/, answers)).toEqual(expect.arrayContaining(telling));
      expect(answers["totals"]).toMatchObject([{ visits: 3 }]);
      expect(answers["watermark"]).toMatchObject({ receivedAtMs: NOW_MS + 1_000 });
    });
  });
}

function questionsThatName(name: RegExp, answers: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(answers).filter((question) => name.test(JSON.stringify(answers[question])));
}

async function fill(facts: Facts): Promise<void> {
  await facts.putAccounts([
    { id: "acme", name: "Acme" },
    { id: "rival", name: "The rival" },
  ]);
  await facts.putUsers([
    { id: "shared", accounts: ["acme", "rival"] },
    { id: "rival-user", accounts: ["rival"] },
  ]);
  await facts.putAssets([
    { id: "1", account: "acme", type: "workflow" },
    { id: "rival-asset", account: "rival", type: "workflow" },
  ]);
  await facts.mergeCells([cell({ user: "shared", actions: { sent: 1 } })], NOW_MS);
  const rival = { account: "rival", feature: "rival-feature", name: "The rival's", actions: { "rival-action": 1 } };
  await facts.mergeCells([cell({ user: "shared", ...rival }), cell({ user: "rival-user", ...rival })], NOW_MS + 1_000);
}

async function everyAnswer(facts: Facts, scope: AccountScope): Promise<Readonly<Record<string, unknown>>> {
  const member = { scope, user: "shared", idleLimitIndex: 1, thresholds: [], actionThresholds: [] };
  const days = { from: TODAY, to: TODAY };
  return {
    totals: await facts.totals({ scope, by: [] }),
    "totals of today": await facts.totals({ scope, by: ["day"], days }),
    "totals by feature": await facts.totals({ scope, by: ["feature"] }),
    "totals by account": await facts.totals({ scope, by: ["account"] }),
    "totals by user": await facts.totals({ scope, by: ["user"] }),
    "totals by account, user, feature": await facts.totals({ scope, by: ["account", "user", "feature"] }),
    "totals of rival": await facts.totals({ scope, by: [], account: "rival" }),
    "totals of a shared user": await facts.totals({ scope, by: ["account", "feature"], user: "shared" }),
    "totals of a rival user": await facts.totals({ scope, by: ["feature"], user: "rival-user" }),
    actions: await facts.actionTotals({ scope, by: [] }),
    "actions by user": await facts.actionTotals({ scope, by: ["account", "user", "day"] }),
    "actions of rival": await facts.actionTotals({ scope, by: [], account: "rival" }),
    "feature names": await facts.featureNames({ scope }),
    "feature names of rival": await facts.featureNames({ scope, account: "rival" }),
    member: await facts.member({ ...member, account: "acme" }),
    "member of rival": await facts.member({ ...member, account: "rival" }),
    accounts: await facts.accounts(scope),
    users: await facts.users(scope),
    "users by name": await facts.users(scope, ["rival-user", "shared"]),
    assets: (await facts.assets({ scope })).rows,
    "assets of rival": (await facts.assets({ scope, account: "rival" })).rows,
    "asset counts": await facts.assetCounts({ scope }),
    "asset counts of rival": await facts.assetCounts({ scope, account: "rival", types: ["workflow"] }),
    watermark: await facts.watermark(scope),
  };
}
