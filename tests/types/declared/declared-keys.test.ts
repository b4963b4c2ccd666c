import type { ActionKey, FeatureKey, Tracker } from "@uptake/tracker";
import type { useFeature } from "@uptake/tracker/react";
import { expectTypeOf, test } from "vitest";
import type definitions from "./uptake.config.ts";

/** As in a host's own code. A project of its own: a declaration holds for the whole program. */
declare module "@uptake/tracker" {
  interface Register {
    feature: keyof (typeof definitions)["features"];
    action: keyof (typeof definitions)["actions"];
  }
}

test("the keys of a host that takes them from its definitions are these and no others", () => {
  expectTypeOf<FeatureKey>().toEqualTypeOf<"contacts" | "calendars">();
  expectTypeOf<ActionKey>().toEqualTypeOf<"email.sent" | "booking.completed">();
});

test("the hook takes them as well", () => {
  expectTypeOf<Parameters<typeof useFeature>[0]>().toEqualTypeOf<"contacts" | "calendars">();
});

test("the tracker takes them, and the compiler refuses what isn't one", () => {
  /** Never called: the compiler reads it. */
  const calls = (tracker: Tracker, some: string) => {
    tracker.enter("contacts");
    tracker.enter("calendars");
    tracker.track("email.sent");
    tracker.track("booking.completed", { count: 2 });

    // @ts-expect-error -- Misspelt.
    tracker.enter("contcts");
    // @ts-expect-error -- An action is no feature.
    tracker.enter("email.sent");
    // @ts-expect-error -- It may be anything.
    tracker.enter(some);
    // @ts-expect-error -- Misspelt.
    tracker.track("email.snet");
    // @ts-expect-error -- A feature is no action.
    tracker.track("contacts");
    // @ts-expect-error -- It may be anything.
    tracker.track(some, { count: 2 });
  };
  expectTypeOf(calls).returns.toBeVoid();
});
