import type { PushKind, PushRefusal, PushWrites } from "../../pushed.ts";
import { createAccountChanges } from "./account-changes.ts";
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
  const noteChanged = createNoteChanged(context);
  return <Kind extends PushKind>({ kind, rows, receivedAtMs }: PushInput<Kind>): readonly PushRefusal[] => {
    const refusals = rows.map((row) => writers[kind](row, receivedAtMs));
    noteChanged(kind, rows);
    return refusals;
  };
}

/** Notes whose figures are others by now, once for each account or person. Annotations change none. */
function createNoteChanged(context: WriteContext) {
  const { ids } = context;
  const changes = createAccountChanges(context);
  return (kind: PushKind, rows: readonly object[]): void => {
    const named = rows as readonly { readonly id?: string; readonly account?: string | null }[];
    if (kind === "users") {
      for (const id of new Set(named.map((row) => row.id ?? ""))) {
        const user = ids.users.find(id);
        if (user !== undefined) changes.user(user);
      }
    } else if (kind !== "annotations") {
      for (const key of new Set(named.map((row) => (kind === "accounts" ? row.id : row.account) ?? ""))) {
        const account = ids.accounts.find(key);
        if (account !== undefined) changes.account(account);
      }
    }
  };
}
