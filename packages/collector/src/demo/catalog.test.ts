import { describe, expect, it } from "vitest";
import { readCatalog } from "./catalog.ts";
import { DEMO_DEFINITIONS } from "./demo-definitions.ts";

describe("readCatalog", () => {
  it("reads the features in the order of the definitions, with their thresholds and actions", () => {
    const { features, idleLimitIndex } = readCatalog({
      idleLimit: "120s",
      features: { board: { name: "Board", thresholdMs: 60_000 }, wiki: { name: "Wiki" } },
      actions: {
        "card.moved": { name: "Cards moved", feature: "board" },
        "page.made": { name: "Pages", feature: "wiki" },
      },
    });
    expect(idleLimitIndex).toBe(2);
    expect(
      features.map(({ feature, thresholdMs, actions }) => [feature, thresholdMs, actions.map((a) => a.action)]),
    ).toEqual([
      ["board", 60_000, ["card.moved"]],
      ["wiki", 420_000, ["page.made"]],
    ]);
  });

  it("leaves out what a server counts: no browser may send it", () => {
    const { features } = readCatalog({
      features: { billing: { name: "Billing" } },
      actions: { "invoice.paid": { name: "Paid", feature: "billing", source: "server" } },
    });
    expect(features.map(({ actions }) => actions)).toEqual([[]]);
  });

  it("gives an action without a feature a place, always the same one", () => {
    const definitions = {
      ...DEMO_DEFINITIONS,
      actions: { "file.shared": { name: "Files shared" }, "x.done": { name: "X", feature: "nowhere" } },
    };
    const places = () =>
      readCatalog(definitions).features.flatMap(({ actions }) => actions.map(({ action }) => action));
    expect(places().toSorted()).toEqual(["file.shared", "x.done"]);
    expect(places()).toEqual(places());
  });

  it("rates rare verbs below frequent ones", () => {
    const rate = (name: string) =>
      readCatalog(DEMO_DEFINITIONS)
        .features.flatMap(({ actions }) => actions)
        .find(({ action }) => action === name)?.countPerHour ?? Number.NaN;
    expect(rate("message.sent")).toBeGreaterThan(rate("contact.created"));
    expect(rate("contact.created")).toBeGreaterThan(rate("report.exported"));
  });

  it("accepts definitions without features or actions", () => {
    expect(readCatalog({ features: {}, actions: { "a.done": { name: "A" } } }).features).toEqual([]);
  });
});
