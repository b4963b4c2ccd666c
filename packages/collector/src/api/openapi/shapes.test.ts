import type { CollectReply, CollectRequest, MeReply, Problem, PublicDefinitions } from "@uptake/tracker/protocol";
import type { InferOutput } from "valibot";
import { expectTypeOf, test } from "vitest";
import type {
  AccountsReply,
  AssetsReply,
  FeaturesReply,
  PushReply,
  SegmentReply,
  SessionReply,
  UsersReply,
} from "../contract.ts";
import type { problem } from "./components.ts";
import type * as read from "./read-shapes.ts";
import type * as tracker from "./tracker-shapes.ts";

/** Whether a list or record may be written to is the compiler's business, not the wire's. */
type Frozen<Type> = Type extends object ? { readonly [Key in keyof Type]: Frozen<Type[Key]> } : Type;

test("what the document says has exactly the types that the code answers with", () => {
  expectTypeOf<Frozen<InferOutput<typeof tracker.collectRequest>>>().toEqualTypeOf<Frozen<CollectRequest>>();
  expectTypeOf<Frozen<InferOutput<typeof tracker.collectReply>>>().toEqualTypeOf<Frozen<CollectReply>>();
  expectTypeOf<Frozen<InferOutput<typeof tracker.meReply>>>().toEqualTypeOf<Frozen<MeReply>>();
  expectTypeOf<Frozen<InferOutput<typeof read.accountsReply>>>().toEqualTypeOf<Frozen<AccountsReply>>();
  expectTypeOf<Frozen<InferOutput<typeof read.featuresReply>>>().toEqualTypeOf<Frozen<FeaturesReply>>();
  expectTypeOf<Frozen<InferOutput<typeof read.usersReply>>>().toEqualTypeOf<Frozen<UsersReply>>();
  expectTypeOf<Frozen<InferOutput<typeof read.assetsReply>>>().toEqualTypeOf<Frozen<AssetsReply>>();
  expectTypeOf<Frozen<InferOutput<typeof read.pushReply>>>().toEqualTypeOf<Frozen<PushReply>>();
  expectTypeOf<Frozen<InferOutput<typeof read.segmentReply>>>().toEqualTypeOf<Frozen<SegmentReply>>();
  expectTypeOf<Frozen<InferOutput<typeof read.sessionReply>>>().toEqualTypeOf<Frozen<SessionReply>>();
  expectTypeOf<Frozen<Omit<InferOutput<typeof problem>, "reason">>>().toEqualTypeOf<Frozen<Problem>>();
});

test("the public definitions are described but for their rules, which only trackers read", () => {
  type Told = Omit<InferOutput<typeof tracker.publicDefinitions>, "rules">;
  expectTypeOf<Frozen<Told>>().toEqualTypeOf<Frozen<Omit<PublicDefinitions, "rules">>>();
});
