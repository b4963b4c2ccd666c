import { testRecordsConformance } from "../test-support/conformance.ts";
import { makeSqlitePlace } from "./test-support/sqlite-place.ts";

testRecordsConformance("SQLite", async () => makeSqlitePlace());
