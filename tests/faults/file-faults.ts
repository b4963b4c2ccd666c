import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createRandom } from "../../packages/collector/src/demo/random.ts";
import { type CollectorPlace, makeCollectorPlace } from "./support/collector-place.ts";
import { type CollectorProcess, StartFailure } from "./support/collector-process.ts";
import { REPORTS_FAULT, RUNNING_FAULTS, type RunningFault, START_FAULTS } from "./support/file-fault-cases.ts";
import { limitFileSize } from "./support/file-size-limit.ts";
import { createHttpClient, type Reply } from "./support/http-client.ts";
import { countOutcomes, type Load, startLoad } from "./support/load-generator.ts";
import { createManifest, type Manifest } from "./support/manifest.ts";
import { FREQUENT_CHECKPOINTS } from "./support/preloads.ts";
import type { FILE_FAULTS, Scale } from "./support/scale.ts";
import { readStoredState } from "./support/stored-totals.ts";
import { HAS_STRACE } from "./support/strace.ts";
import { type ActiveFault, injectFault, underFault } from "./support/system-call-fault.ts";
import { DEFINITIONS } from "./support/workload.ts";

/** A handful of pages: less than what any of the files has. */
const FILE_SIZE_LIMIT_BYTES = 40_000;
/** How requests end while a fault is in force: some of them like this, none like that. */
const KINDS_DURING = {
  "no commit": { always: "unavailable", never: "acknowledged" },
  "some commits": { always: "unavailable", never: "broken" },
  "all commits": { always: "acknowledged", never: "unavailable" },
} as const satisfies Readonly<Record<RunningFault["meets"], unknown>>;
/** For faults that strike only when enough has been written. */
const MAX_HOLD_MS = 30_000;
/** How soon a collector must be itself again. */
const RECOVERY_MS = 10_000;
const TIMEOUT_MS = 90_000;

/** Lets operations on a collector's files fail in turn, on one data file throughout. */
export function testFileFaults({ holdMs, connections, all }: Scale<typeof FILE_FAULTS>): void {
  const isChosen = ({ short }: { readonly short?: true }): boolean => all || short === true;

  describe.runIf(HAS_STRACE)("a collector whose files fail", { timeout: TIMEOUT_MS }, () => {
    let place: CollectorPlace;
    let collector: CollectorProcess;
    let manifest: Manifest;
    const loads: Load[] = [];

    beforeAll(async () => {
      place = await makeCollectorPlace(DEFINITIONS);
      manifest = createManifest();
      collector = await start();
    }, TIMEOUT_MS);
    afterAll(() => place.remove());

    const start = (): Promise<CollectorProcess> => place.start({ environment: FREQUENT_CHECKPOINTS });
    const load = (): Load => {
      const random = createRandom("file faults", loads.length);
      const next = startLoad({ place, manifest, random, connections, name: `load-${loads.length}` });
      loads.push(next);
      return next;
    };
    const begin = async ({ fault }: RunningFault): Promise<ActiveFault> =>
      fault === null
        ? limitFileSize(FILE_SIZE_LIMIT_BYTES, collector.pid)
        : injectFault(fault, place.storePath, collector.pid);
    const expectKept = async (): Promise<void> => {
      const { totals, faults } = await readStoredState(place.storePath);
      expect(manifest.violations(totals)).toEqual([]);
      expect(faults).toEqual([]);
    };

    test.for(RUNNING_FAULTS.filter(isChosen))(
      "acknowledges nothing that is not committed, lives on, and recovers by itself: $what",
      async (running, { onTestFinished }) => {
        const { requests, stop } = load();
        onTestFinished(async () => void (await stop()));
        const acknowledgedSince = (sinceMs: number): number =>
          countOutcomes(requests().filter(({ sentAt }) => sentAt > sinceMs)).acknowledged ?? 0;
        await vi.waitFor(() => expect(acknowledgedSince(0)).toBeGreaterThan(connections), RECOVERY_MS);

        const fault = await begin(running);
        onTestFinished(fault.lift);
        const beganAt = performance.now();
        await wait(holdMs);
        expect(await healthOf(place)).toBe(200);
        const outcomes = () => countOutcomes(requests().filter(({ sentAt }) => sentAt > beganAt));
        const { always, never } = KINDS_DURING[running.meets];
        await vi.waitFor(() => {
          expect(fault.hits?.()).not.toBe(0);
          expect(outcomes()).toHaveProperty(always);
        }, MAX_HOLD_MS);
        expect(outcomes()).not.toHaveProperty(never);

        await fault.lift();
        const liftedAt = performance.now();
        await vi.waitFor(() => expect(acknowledgedSince(liftedAt)).toBeGreaterThan(connections), RECOVERY_MS);
        // Nobody was cut off, or told anything but 200 or 503 with the time to come again.
        expect(Object.keys(countOutcomes(requests())).filter((kind) => /broken|wrong/.test(kind))).toEqual([]);

        const again = await begin(running);
        await wait(holdMs / 2);
        expect(await collector.end("SIGKILL")).toEqual({ signal: "SIGKILL" });
        await again.lift();
        await stop();
        collector = await start();
        expect(collector.complaints()).toBe("");
        await expectKept();
      },
    );

    test("takes everything in while no file can be opened, and answers reports once one can", async ({
      onTestFinished,
    }) => {
      const { requests, stop } = load();
      onTestFinished(async () => void (await stop()));
      const fault = await injectFault(REPORTS_FAULT, place.storePath, collector.pid);
      onTestFinished(fault.lift);
      const beganAt = performance.now();
      // The first report opens what the thread of reports reads from.
      expect(await reportOf(place)).toMatchObject({ status: 503, headers: { "retry-after": expect.any(String) } });
      expect(fault.hits?.()).toBeGreaterThan(0);
      const outcomes = () => countOutcomes(requests().filter(({ sentAt }) => sentAt > beganAt));
      await vi.waitFor(() => expect(outcomes().acknowledged).toBeGreaterThan(connections), RECOVERY_MS);
      expect(Object.keys(outcomes())).toEqual(["acknowledged"]);

      await fault.lift();
      await vi.waitFor(async () => expect(await reportOf(place)).toMatchObject({ status: 200 }), RECOVERY_MS);
      await stop();
      await expectKept();
    });

    test.for(START_FAULTS.filter(isChosen))(
      "refuses to start, says why, and does no harm: $what",
      async ({ fault }) => {
        await collector.end("SIGKILL");
        const failure = await place
          .start({ under: underFault(fault, place.storePath) })
          .catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(StartFailure);
        expect(failure).toMatchObject({ end: { exitCode: 1 }, complaints: expect.stringContaining("[uptake]") });
        collector = await start();
        await expectKept();
      },
    );

    test("has everything in the end, exactly once", async () => {
      for (const { resend } of loads) await resend();
      const { totals, faults } = await readStoredState(place.storePath);
      expect(manifest.differences(totals)).toEqual([]);
      expect(faults).toEqual([]);
      expect(await collector.end("SIGTERM")).toEqual({ exitCode: 0 });
      expect(await place.uptake("verify")).toMatchObject({ exitCode: 0 });
    });
  });
}

async function healthOf(place: CollectorPlace): Promise<number> {
  return (await get(place, "/healthz")).status;
}

function reportOf(place: CollectorPlace): Promise<Reply> {
  return get(place, "/v1/accounts?period=all", { authorization: `Bearer ${place.secretKey}` });
}

async function get(
  place: CollectorPlace,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  const client = createHttpClient(place.address, 1);
  try {
    return await client.send(path, { headers });
  } finally {
    client.close();
  }
}
