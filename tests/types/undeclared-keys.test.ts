import type { ActionKey, createTracker, FeatureKey, Tracker, TrackerOptions } from "@uptake/tracker";
import { expectTypeOf, test } from "vitest";

test("the keys of a host that declares none are any strings", () => {
  expectTypeOf<FeatureKey>().toEqualTypeOf<string>();
  expectTypeOf<ActionKey>().toEqualTypeOf<string>();
});

test("the tracker takes what its documentation says, and the compiler refuses the rest", () => {
  /** Never called: the compiler reads it. */
  const calls = (tracker: Tracker, some: string) => {
    tracker.enter("contacts");
    tracker.enter(some);
    tracker.track(some, { count: 2 });
    tracker.identify({ account: "acme", user: "u_1", refreshToken: () => "token" });
    tracker.identify({ account: "acme", user: "u_1", refreshToken: async () => "token" });
    tracker.hold("call")();

    // @ts-expect-error -- A key is a string.
    tracker.enter(7);
    // @ts-expect-error -- An option, not a number.
    tracker.track("email.sent", 2);
    // @ts-expect-error -- Nobody without an account.
    tracker.identify({ user: "u_1" });
    // @ts-expect-error -- A token is text.
    tracker.identify({ account: "acme", user: "u_1", refreshToken: () => 7 });
    // @ts-expect-error -- A snapshot, not to be written to.
    tracker.progress().visits["contacts"] = 2;
  };
  expectTypeOf(calls).returns.toBeVoid();
});

test("the options are checked", () => {
  const required = { key: "pk_1", base: "https://uptake.example.com" };
  const options: readonly TrackerOptions[] = [
    required,
    { ...required, consent: "required", respect: ["gpc", "dnt"], internal: true, vitals: true, debug: true },
    { ...required, debug: "inspector" },
    // @ts-expect-error -- No such way to debug.
    { ...required, debug: "console" },
    // @ts-expect-error -- The collector's address is missing.
    { key: "pk_1" },
    // @ts-expect-error -- No such state of consent.
    { ...required, consent: "asked" },
    // @ts-expect-error -- No such signal.
    { ...required, respect: ["tracking"] },
    // @ts-expect-error -- No such option.
    { ...required, vital: true },
  ];
  expectTypeOf(options).items.toExtend<Parameters<typeof createTracker>[0]>();
});
