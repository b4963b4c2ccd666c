import { testRecordsConformance } from "../test-support/conformance.ts";
import { makeReadyPlace } from "./test-support/sqlite-place.ts";

testRecordsConformance("SQLite", async () => makeReadyPlace());
