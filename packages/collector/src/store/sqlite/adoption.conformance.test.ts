import { testAdoptionConformance } from "../test-support/conformance.ts";
import { makeReadyPlace } from "./test-support/sqlite-place.ts";

testAdoptionConformance("SQLite", async () => makeReadyPlace());
