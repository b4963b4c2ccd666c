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
  /** Who tells it, for the audit log; null: nobody who could be named. */
  readonly actor: string | null;
}

type Writers = {
  readonly [Kind in PushKind]: (row: PushWrites[Kind], receivedAtMs: number, actor: string | null) => PushRefusal;
};

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
  return <Kind extends PushKind>({ kind, rows, receivedAtMs, actor }: PushInput<Kind>): readonly PushRefusal[] => {
    const refusals = rows.map((row) => writers[kind](row, receivedAtMs, actor));
    const taken = rows.filter((_, index) => refusals[index] === null);
    if (taken.length > 0) noteChanged(kind, taken, receivedAtMs);
    return refusals;
  };
}

/**
 * Notes whose figures are others by now, once for each account or person, and when that was told. Annotations change no
 * figure, but are told all the same.
 */
function createNoteChanged(context: WriteContext) {
  const { ids, database } = context;
  const changes = createAccountChanges(context);
  const latest = "last_told_at_ms = max(coalesce(last_told_at_ms, 0), ?)";
  const told = {
    workspace: database.prepare(`UPDATE workspace SET ${latest}`),
    account: database.prepare(`UPDATE accounts SET ${latest} WHERE id = ?`),
    user: database.prepare(`UPDATE accounts SET ${latest} WHERE id IN (SELECT account FROM members WHERE user = ?)`),
  };
  return (kind: PushKind, rows: readonly object[], receivedAtMs: number): void => {
    told.workspace.run(receivedAtMs);
    const named = rows as readonly { readonly id?: string; readonly account?: string | null }[];
    if (kind === "users") {
      for (const id of new Set(named.map((row) => row.id ?? ""))) {
        const user = ids.users.find(id);
        if (user === undefined) continue;
        changes.user(user);
        told.user.run(receivedAtMs, user);
      }
    } else {
      for (const key of new Set(named.map((row) => (kind === "accounts" ? row.id : row.account) ?? ""))) {
        const account = ids.accounts.find(key);
        if (account === undefined) continue;
        if (kind !== "annotations") changes.account(account);
        told.account.run(receivedAtMs, account);
      }
    }
  };
}
