import { testConformance } from "../test-support/conformance.ts";
import { makeSqlitePlace } from "./test-support/sqlite-place.ts";

testConformance("SQLite", async () => makeSqlitePlace());
