import { afterAll, beforeAll, describe } from "vitest";
import { buildWhatIsMissing, startExpress, startFunction, startHono, startNext, startStandAlone } from "./hosts.ts";
import { testHostSession } from "./session-suite.ts";
import type { Subject } from "./subject.ts";
import { testCollector } from "./suite.ts";

/** A host that starts may have to be compiled first. */
const START_MS = 120_000;

beforeAll(buildWhatIsMissing, START_MS);

describe.each([
  ["uptake serve", startStandAlone, "alone"],
  ["a fetch handler", startFunction, "mounted"],
  ["Express", startExpress, "mounted"],
  ["Hono", startHono, "mounted"],
  ["Next", startNext, "mounted"],
])("as %s", (_name, start, how) => {
  let subject: Subject;
  beforeAll(async () => {
    subject = await start();
  }, START_MS);
  afterAll(() => subject.stop(), START_MS);

  testCollector(() => subject);
  if (how === "mounted") testHostSession(() => subject);
});
