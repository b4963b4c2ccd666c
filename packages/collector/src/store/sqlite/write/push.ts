import type { PushKind, PushRefusal, PushWrites } from "../../pushed.ts";
import { createCountMessage, createPutActions } from "./count-actions.ts";
import { createPutAsset } from "./put-asset.ts";
import {
  createPutAnnotation,
  createPutGauge,
  createPutPillar,
  createPutPresence,
  createPutResponse,
  createPutSeats,
  createPutTouchpoint,
} from "./pushed-rows.ts";
import { createPutAccount, createPutUser } from "./roster.ts";
import type { WriteContext } from "./write-context.ts";

/** Rows of one kind. */
export interface PushInput<Kind extends PushKind = PushKind> {
  readonly kind: Kind;
  readonly rows: readonly PushWrites[Kind][];
  readonly receivedAtMs: number;
}

type Writers = { readonly [Kind in PushKind]: (row: PushWrites[Kind], receivedAtMs: number) => PushRefusal };

/** Writes what the host's server tells; null for each row that was taken. */
export function createPush(context: WriteContext) {
  const writers: Writers = {
    accounts: createPutAccount(context),
    users: createPutUser(context),
    seats: createPutSeats(context),
    assets: createPutAsset(context),
    actions: createPutActions(context),
    messages: createCountMessage(context),
    gauges: createPutGauge(context),
    touchpoints: createPutTouchpoint(context),
    responses: createPutResponse(context),
    pillars: createPutPillar(context),
    presence: createPutPresence(context),
    annotations: createPutAnnotation(context),
  };
  return <Kind extends PushKind>({ kind, rows, receivedAtMs }: PushInput<Kind>): readonly PushRefusal[] =>
    rows.map((row) => writers[kind](row, receivedAtMs));
}
