import { testAdoptionConformance } from "../test-support/conformance.ts";
import { makeSqlitePlace } from "./test-support/sqlite-place.ts";

testAdoptionConformance("SQLite", async () => makeSqlitePlace());
