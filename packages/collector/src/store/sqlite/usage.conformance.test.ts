import { testUsageConformance } from "../test-support/conformance.ts";
import { makeSqlitePlace } from "./test-support/sqlite-place.ts";

testUsageConformance("SQLite", async () => makeSqlitePlace());
