import { describe } from "vitest";
import { testAdoptions } from "./conformance-adoptions.ts";
import { testAssetPages } from "./conformance-asset-pages.ts";
import { testActiveAssets } from "./conformance-active-assets.ts";
import { testAssetCounts } from "./conformance-asset-counts.ts";
import { testAssetRuns } from "./conformance-asset-runs.ts";
import { testCells } from "./conformance-cells.ts";
import { testDistinct } from "./conformance-distinct.ts";
import { testFeatureNames } from "./conformance-feature-names.ts";
import { testFolding } from "./conformance-folding.ts";
import { testMember } from "./conformance-member.ts";
import { testMerging } from "./conformance-merging.ts";
import { testPushed } from "./conformance-pushed.ts";
import { testPushedActions } from "./conformance-pushed-actions.ts";
import { testMilestones } from "./conformance-milestones.ts";
import { testPremium } from "./conformance-premium.ts";
import { testRecords } from "./conformance-records.ts";
import { testRemovals } from "./conformance-removals.ts";
import { testRestatements } from "./conformance-restatements.ts";
import { testRoster } from "./conformance-roster.ts";
import { testSnapshotPages } from "./conformance-snapshot-pages.ts";
import { testSnapshots } from "./conformance-snapshots.ts";
import { testRelevance } from "./conformance-relevance.ts";
import { testSegments } from "./conformance-segments.ts";
import { testScope } from "./conformance-scope.ts";
import { testTotals } from "./conformance-totals.ts";
import { testVoid } from "./conformance-void.ts";
import { testUpkeep } from "./conformance-upkeep.ts";
import { testVitals } from "./conformance-vitals.ts";
import type { MakePlace } from "./harness.ts";

// What every engine must do, by topic: each topic is a test file of its own, so that they can run side by side.

/** Registers the tests of cells: how they come, what they come to, and what becomes of them. */
export function testUsageConformance(engine: string, makePlace: MakePlace): void {
  describe(`${engine} as the store of usage`, () => {
    testMerging(makePlace);
    testFeatureNames(makePlace);
    testTotals(makePlace);
    testDistinct(makePlace);
    testCells(makePlace);
    testVitals(makePlace);
    testScope(makePlace);
    testMember(makePlace);
    testFolding(makePlace);
    testVoid(makePlace);
    testUpkeep(makePlace);
  });
}

/** Registers the tests of what follows from usage: stages, milestones, snapshots, segments. */
export function testAdoptionConformance(engine: string, makePlace: MakePlace): void {
  describe(`${engine} as the store of adoption`, () => {
    testAdoptions(makePlace);
    testRemovals(makePlace);
    testSnapshots(makePlace);
    testSnapshotPages(makePlace);
    testMilestones(makePlace);
    testRelevance(makePlace);
    testPremium(makePlace);
    testRestatements(makePlace);
    testSegments(makePlace);
  });
}

/** Registers the tests of what hosts and administrators say: the roster, pushed rows, assets, keys. */
export function testRecordsConformance(engine: string, makePlace: MakePlace): void {
  describe(`${engine} as the store of what it is told`, () => {
    testRoster(makePlace);
    testPushed(makePlace);
    testPushedActions(makePlace);
    testAssetCounts(makePlace);
    testAssetRuns(makePlace);
    testActiveAssets(makePlace);
    testAssetPages(makePlace);
    testRecords(makePlace);
  });
}
