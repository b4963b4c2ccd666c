import type { CollectReply, CollectRequest, MeReply, Problem, PublicDefinitions } from "@uptake/tracker/protocol";
import type { InferOutput } from "valibot";
import { expectTypeOf, test } from "vitest";
import type { problem } from "./components.ts";
import type * as tracker from "./tracker-shapes.ts";

/** Whether a list or record may be written to is the compiler's business, not the wire's. */
type Frozen<Type> = Type extends object ? { readonly [Key in keyof Type]: Frozen<Type[Key]> } : Type;

test("what the document says has exactly the types that the code answers with", () => {
  expectTypeOf<Frozen<InferOutput<typeof tracker.collectRequest>>>().toEqualTypeOf<Frozen<CollectRequest>>();
  expectTypeOf<Frozen<InferOutput<typeof tracker.collectReply>>>().toEqualTypeOf<Frozen<CollectReply>>();
  expectTypeOf<Frozen<InferOutput<typeof tracker.meReply>>>().toEqualTypeOf<Frozen<MeReply>>();
  expectTypeOf<Frozen<Omit<InferOutput<typeof problem>, "reason">>>().toEqualTypeOf<Frozen<Problem>>();
});

test("the public definitions are described but for their rules, which only trackers read", () => {
  type Told = Omit<InferOutput<typeof tracker.publicDefinitions>, "rules">;
  expectTypeOf<Frozen<Told>>().toEqualTypeOf<Frozen<Omit<PublicDefinitions, "rules">>>();
});
