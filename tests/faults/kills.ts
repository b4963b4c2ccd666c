import { setTimeout as wait } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { createRandom } from "../../packages/collector/src/demo/random.ts";
import { makeCollectorPlace } from "./support/collector-place.ts";
import { countOutcomes, type Load, startLoad } from "./support/load-generator.ts";
import { createManifest } from "./support/manifest.ts";
import { FREQUENT_CHECKPOINTS } from "./support/preloads.ts";
import type { KILLS, Scale } from "./support/scale.ts";
import { readStoredState } from "./support/stored-totals.ts";
import { DEFINITIONS } from "./support/workload.ts";

/** By then something must have been acknowledged, or there is nothing to lose; on a slow machine, too. */
const FIRST_REPLY_MS = 30_000;
const TIMEOUT_MS = 20 * 60_000;

/** Ends a collector under load, again and again, on one data file. */
export function testKills({ kills, connections, maxLoadMs }: Scale<typeof KILLS>): void {
  test(
    `${kills} times SIGKILL under load: what was acknowledged is there at each start, and nothing is half written`,
    { timeout: TIMEOUT_MS },
    async () => {
      const place = await makeCollectorPlace(DEFINITIONS);
      onTestFinished(() => place.remove());
      const random = createRandom("kills", Date.now());
      const manifest = createManifest();
      const loads: Load[] = [];
      for (let kill = 0; kill <= kills; kill++) {
        // Every other one moves its log into its file all the time, so that some are killed in the middle of it.
        const collector = await place.start({ environment: kill % 2 === 0 ? {} : FREQUENT_CHECKPOINTS });
        const { totals, faults } = await readStoredState(place.storePath);
        expect(manifest.violations(totals)).toEqual([]);
        expect(faults).toEqual([]);
        expect(collector.complaints()).toBe("");
        if (kill === kills) break;
        const load = startLoad({ place, manifest, random, connections, name: `kill-${kill}` });
        loads.push(load);
        const acknowledged = (): number => countOutcomes(load.requests()).acknowledged ?? 0;
        await vi.waitFor(() => expect(acknowledged()).toBeGreaterThan(0), FIRST_REPLY_MS);
        await wait(random.between(0, maxLoadMs));
        expect(await collector.end("SIGKILL")).toEqual({ signal: "SIGKILL" });
        expect(countOutcomes(await load.stop())).not.toHaveProperty("wrong");
      }
      for (const load of loads) await load.resend();
      expect(manifest.differences((await readStoredState(place.storePath)).totals)).toEqual([]);
      expect(await place.uptake("verify")).toMatchObject({ exitCode: 0 });
    },
  );
}
