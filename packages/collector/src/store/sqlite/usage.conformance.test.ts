import { testUsageConformance } from "../test-support/conformance.ts";
import { makeReadyPlace } from "./test-support/sqlite-place.ts";

testUsageConformance("SQLite", async () => makeReadyPlace());
