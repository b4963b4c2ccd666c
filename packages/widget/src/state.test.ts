import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { awaitingAdoption, INITIAL_STATE, shownMs, withFailure, withLocal, withoutReply, withReply } from "./state.ts";
import { adoptedRecord, progress, record, triedRecord } from "../../../tests/support/widget/records.ts";

const MINUTE_MS = 60_000;
const RECEIVED_AT = 1;

/** A collector and a page that work on the feature `calendars`, with `othersMs` from other devices. */
function createWorld(othersMs: number) {
  let state = INITIAL_STATE;
  let writer = 1;
  let localMs = 0;
  const storedMs = new Map<number, number>();
  const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);
  let endedMs = 0;
  const name = () => `writer-${writer}`;
  const world = {
    work(ms: number) {
      localMs += ms;
      state = withLocal(state, progress({ calendars: localMs }, { writer: name() }));
    },
    flush() {
      storedMs.set(writer, localMs);
    },
    refetch() {
      const activeMs = othersMs + sum(storedMs.values());
      const writerMs = storedMs.get(writer) ?? 0;
      state = withReply(state, record([triedRecord("calendars", activeMs, { writerMs })]), name(), RECEIVED_AT);
    },
    /** A clock jump: the writer ends with a last flush, which may still be on its way. */
    changeWriter(isDelivered: boolean) {
      if (isDelivered) world.flush();
      endedMs += localMs;
      writer += 1;
      localMs = 0;
      world.work(0);
    },
    shown: () => shownMs(state).get("calendars") ?? { activeMs: 0, progressMs: 0 },
    trueMs: () => othersMs + endedMs + localMs,
  };
  world.work(0);
  world.refetch();
  return world;
}

const duration = fc.integer({ min: 0, max: 100_000 });

describe("numbers on screen", () => {
  test("a flush or a read at any moment never changes them", () => {
    const steps = fc.array(fc.oneof(duration, fc.constantFrom("flush" as const, "refetch" as const)), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(duration, steps, (othersMs, sequence) => {
        const world = createWorld(othersMs);
        for (const step of sequence) {
          if (typeof step === "number") world.work(step);
          else world[step]();
          expect(world.shown()).toEqual({ activeMs: world.trueMs(), progressMs: world.trueMs() });
        }
      }),
    );
  });

  test("never exceed the truth when the tracker changes its writer, nor fall where the old one has delivered", () => {
    const step = fc.oneof(
      duration.map((ms) => ({ kind: "work" as const, ms })),
      fc.constantFrom({ kind: "flush" as const }, { kind: "refetch" as const }),
      fc.boolean().map((isDelivered) => ({ kind: "changeWriter" as const, isDelivered })),
    );
    fc.assert(
      fc.property(duration, fc.array(step, { maxLength: 40 }), (othersMs, sequence) => {
        const world = createWorld(othersMs);
        let lastMs = world.shown().activeMs;
        let lost = false;
        for (const each of sequence) {
          if (each.kind === "work") world.work(each.ms);
          else if (each.kind === "changeWriter") {
            // The widget reads at once when the writer changes.
            lost ||= !each.isDelivered;
            world.changeWriter(each.isDelivered);
            world.refetch();
          } else world[each.kind]();
          const { activeMs } = world.shown();
          expect(activeMs).toBeLessThanOrEqual(world.trueMs());
          expect(activeMs).toBeGreaterThanOrEqual(lost ? 0 : lastMs);
          lastMs = activeMs;
        }
      }),
    );
  });

  test("keep an ended writer's last seconds until the second reply, by when they have arrived", () => {
    const world = createWorld(0);
    world.work(90_000);
    world.changeWriter(false);
    world.refetch();
    expect(world.shown().activeMs).toBe(90_000);
  });

  test("leave out what the page measured for another person", () => {
    const reply = record([triedRecord("calendars", MINUTE_MS)]);
    const local = progress({ calendars: MINUTE_MS }, { user: "grace" });
    const state = withReply(withLocal(INITIAL_STATE, local), reply, "writer-1", RECEIVED_AT);
    expect(shownMs(state).get("calendars")?.activeMs).toBe(MINUTE_MS);
  });

  test("leave out a writer whose share the reply does not tell", () => {
    const reply = record([triedRecord("calendars", MINUTE_MS)]);
    const state = withLocal(withReply(INITIAL_STATE, reply, null, RECEIVED_AT), progress({ calendars: MINUTE_MS }));
    expect(shownMs(state).get("calendars")?.activeMs).toBe(MINUTE_MS);
  });

  test.each([
    ["30s", 1],
    ["60s", 2],
    ["120s", 3],
    ["none", 4],
  ] as const)("use the workspace's idle limit %s", (idleLimit, expectedMs) => {
    const local = { ...progress({}), activeMs: { calendars: [1, 2, 3, 4] as const } };
    const reply = record([triedRecord("calendars", 0)], { idleLimit });
    const state = withReply(withLocal(INITIAL_STATE, local), reply, "writer-1", RECEIVED_AT);
    expect(shownMs(state).get("calendars")?.activeMs).toBe(expectedMs);
  });

  test("count from the last removal towards the threshold, and from the beginning in total", () => {
    const reply = record([triedRecord("calendars", 9 * MINUTE_MS, { progressMs: MINUTE_MS, writerMs: MINUTE_MS })]);
    const state = withReply(
      withLocal(INITIAL_STATE, progress({ calendars: MINUTE_MS + 5_000 })),
      reply,
      "writer-1",
      RECEIVED_AT,
    );
    expect(shownMs(state).get("calendars")).toEqual({ activeMs: 9 * MINUTE_MS + 5_000, progressMs: MINUTE_MS + 5_000 });
  });

  test("don't trip over a feature that is named like a property of every object", () => {
    const state = withReply(INITIAL_STATE, record([triedRecord("constructor", 5)]), null, RECEIVED_AT);
    expect(shownMs(state).get("constructor")).toEqual({ activeMs: 5, progressMs: 5 });
  });

  test("fall when the collector says so, as after a removal from the stage", () => {
    const before = withReply(INITIAL_STATE, record([triedRecord("calendars", MINUTE_MS)]), null, RECEIVED_AT);
    const after = withReply(before, record([triedRecord("calendars", 10)]), null, RECEIVED_AT);
    expect(shownMs(after).get("calendars")?.activeMs).toBe(10);
  });
});

describe("adoption", () => {
  const almost = triedRecord("calendars", 7 * MINUTE_MS - 1, { writerMs: 0 });

  test("awaits the collector's word once the page has measured the last millisecond", () => {
    const state = withReply(withLocal(INITIAL_STATE, progress({})), record([almost]), "writer-1", RECEIVED_AT);
    expect(awaitingAdoption(state)).toEqual([]);
    expect(awaitingAdoption(withLocal(state, progress({ calendars: 1 })))).toEqual(["calendars"]);
  });

  test("is celebrated when a reply brings it, and only then", () => {
    const adopted = record([adoptedRecord("calendars", 7 * MINUTE_MS, 5)]);
    const first = withReply(INITIAL_STATE, adopted, null, RECEIVED_AT);
    expect(first.celebrated).toEqual([]);
    const seen = withReply(withReply(INITIAL_STATE, record([almost]), null, RECEIVED_AT), adopted, null, RECEIVED_AT);
    expect(seen.celebrated).toEqual(["calendars"]);
    expect(withReply(seen, adopted, null, RECEIVED_AT).celebrated).toEqual([]);
  });

  test("of another person is not celebrated", () => {
    const before = withReply(INITIAL_STATE, record([almost]), null, RECEIVED_AT);
    const other = record([adoptedRecord("calendars", 7 * MINUTE_MS, 5)], { user: { id: "grace", name: null } });
    expect(withReply(before, other, null, RECEIVED_AT).celebrated).toEqual([]);
  });
});

test("a failure keeps what was known, and the next reply ends it", () => {
  const known = withReply(INITIAL_STATE, record([]), null, RECEIVED_AT);
  const failed = withFailure(known, { kind: "unreachable" });
  expect(failed).toMatchObject({ known: known.known, failure: { kind: "unreachable" }, loading: false });
  expect(withReply(failed, record([]), null, RECEIVED_AT).failure).toBeNull();
});

test("another person's token leaves nothing of what was known, but what the page's tracker says", () => {
  const known = withReply(withLocal(INITIAL_STATE, progress({})), record([]), "writer-1", RECEIVED_AT);
  const { local, measuring } = known;
  expect(measuring).toEqual({ status: "on", turned: false });
  expect(withoutReply(known)).toEqual({ ...INITIAL_STATE, local, measuring });
});

test("what was said of measuring isn't said again after something was celebrated", () => {
  const almost = record([triedRecord("calendars", 1)]);
  const adopted = record([adoptedRecord("calendars", 7 * MINUTE_MS, 5)]);
  const off = withLocal(withLocal(INITIAL_STATE, progress({})), progress({}, { status: "denied" }));
  const seen = withReply(off, almost, null, RECEIVED_AT);
  expect(seen.measuring).toEqual({ status: "denied", turned: true });
  expect(withReply(seen, adopted, null, RECEIVED_AT).measuring).toEqual({ status: "denied", turned: false });
});
