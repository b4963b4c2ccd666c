import { MAX_ID_LENGTH } from "@uptake/tracker/protocol";
import type { QuarantineWrite } from "../../facts.ts";
import type { WriteContext } from "./write-context.ts";

/** Most rows that are kept: the newest. What fills it is at best a mistake and at worst an attack. */
export const MAX_QUARANTINED = 10_000;

export interface QuarantineInput {
  readonly rows: readonly QuarantineWrite[];
  readonly receivedAtMs: number;
}

/** Keeps what was refused, with its reason, up to {@link MAX_QUARANTINED} rows. */
export function createQuarantine({ database }: WriteContext) {
  const insert = database.prepare(
    "INSERT INTO quarantine (received_at_ms, reason, writer, account, user, feature, slot) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const removeOldest = database.prepare("DELETE FROM quarantine WHERE id <= ?");
  return ({ rows, receivedAtMs }: QuarantineInput): void => {
    for (const { reason, writer, account, user, feature, slot } of rows) {
      const texts = [writer, account, user, feature].map((text) => text?.slice(0, MAX_ID_LENGTH) ?? null);
      const { lastInsertRowid } = insert.run(receivedAtMs, reason, ...texts, slot);
      removeOldest.run(Number(lastInsertRowid) - MAX_QUARANTINED);
    }
  };
}
