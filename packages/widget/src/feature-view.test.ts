import { expect, test } from "vitest";
import { featureGroups } from "./feature-view.ts";
import { INITIAL_STATE, withLocal, withReply } from "./state.ts";
import { adoptedRecord, featureRecord, progress, record, triedRecord } from "../../../tests/support/widget/records.ts";

const names = (views: readonly { readonly feature: string }[]) => views.map(({ feature }) => feature);

test("features under way come nearest to the threshold first, untouched as defined, adopted newest first", () => {
  const reply = record([
    featureRecord("sites"),
    adoptedRecord("contacts", 500_000, 1_000),
    triedRecord("phone", 60_000),
    triedRecord("reports", 300_000),
    triedRecord("workflows", 100_000, { thresholdMs: 120_000 }),
    featureRecord("payments"),
    adoptedRecord("calendars", 500_000, 2_000),
  ]);
  const groups = featureGroups(withReply(INITIAL_STATE, reply, null, 1));
  expect(names(groups.inProgress)).toEqual(["workflows", "reports", "phone"]);
  expect(names(groups.untouched)).toEqual(["sites", "payments"]);
  expect(names(groups.adopted)).toEqual(["calendars", "contacts"]);
});

test("a visit on this page makes an untouched feature tried before the collector knows", () => {
  const reply = record([featureRecord("sites")]);
  const state = withReply(withLocal(INITIAL_STATE, progress({}, { visits: { sites: 1 } })), reply, "writer-1", 1);
  expect(names(featureGroups(state).inProgress)).toEqual(["sites"]);
});

test("only the feature that time goes to now is counting, and only for the person shown", () => {
  const reply = record([triedRecord("sites", 1), triedRecord("phone", 2)]);
  const counting = progress({}, { feature: "phone", counting: true });
  const views = (local: typeof counting) =>
    featureGroups(withReply(withLocal(INITIAL_STATE, local), reply, local.writer, 1)).inProgress;
  expect(names(views(counting).filter((view) => view.counting))).toEqual(["phone"]);
  expect(views({ ...counting, counting: false }).some((view) => view.counting)).toBe(false);
  expect(views({ ...counting, user: "grace" }).some((view) => view.counting)).toBe(false);
});

test("before the first reply there is no feature", () => {
  expect(featureGroups(INITIAL_STATE)).toEqual({ inProgress: [], untouched: [], adopted: [] });
});
