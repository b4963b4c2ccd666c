import { setTimeout as wait } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { createRandom } from "../../packages/collector/src/demo/random.ts";
import { makeCollectorPlace } from "./support/collector-place.ts";
import { countOutcomes, startLoad } from "./support/load-generator.ts";
import { createManifest } from "./support/manifest.ts";
import type { Scale, STOPS } from "./support/scale.ts";
import { readStoredState } from "./support/stored-totals.ts";
import { DEFINITIONS } from "./support/workload.ts";

/** By then every connection is open and has had an answer. */
const MIN_LOAD_MS = 300;
const TIMEOUT_MS = 10 * 60_000;

/** Asks a collector under load to stop, again and again, on one data file. */
export function testStops({ stops, connections, maxLoadMs }: Scale<typeof STOPS>): void {
  test(
    `${stops} times SIGTERM under load: whoever waits is answered, and nothing acknowledged is lost`,
    { timeout: TIMEOUT_MS },
    async () => {
      const place = await makeCollectorPlace(DEFINITIONS);
      onTestFinished(() => place.remove());
      const random = createRandom("stops", Date.now());
      const manifest = createManifest();
      for (let stop = 0; stop < stops; stop++) {
        const collector = await place.start();
        const load = startLoad({ place, manifest, random, connections, name: `stop-${stop}` });
        await wait(MIN_LOAD_MS + random.between(0, maxLoadMs));
        const signalledAt = performance.now();
        expect(await collector.end("SIGTERM")).toEqual({ exitCode: 0 });
        expect(collector.complaints()).toBe("");
        const requests = await load.stop();
        const underWay = requests.filter(({ sentAt, endedAt }) => sentAt < signalledAt && endedAt > signalledAt);
        expect(underWay.length).toBeGreaterThan(0);
        expect(countOutcomes(underWay)).not.toHaveProperty("broken");
        expect(countOutcomes(requests)).not.toHaveProperty("wrong");
        const { totals, faults } = await readStoredState(place.storePath);
        expect(manifest.violations(totals)).toEqual([]);
        expect(faults).toEqual([]);
      }
    },
  );
}
