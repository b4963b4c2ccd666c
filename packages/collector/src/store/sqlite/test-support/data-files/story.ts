import type { BackfillRow, CellWrite } from "../../../facts.ts";
import type { KeyRecord } from "../../../records.ts";
import { cell, lasting, NOW_MS, row, SLOT, type OpenedStore } from "../../../test-support/harness.ts";

/** The zone of the story's workspace: one whose clocks change while it is told. */
export const STORY_ZONE = "Europe/Berlin";

/** Where its watermark ends: everything older is in base. */
export const STORY_WATERMARK = SLOT - 5 * 96;

const DAYS = 30;

const SECRET: KeyRecord = {
  id: "0123456789abcdef",
  kind: "secret",
  hash: "0b",
  origins: [],
  scopes: ["read", "write"],
  createdAtMs: NOW_MS - 5_000,
  revokedAtMs: null,
  expiresAtMs: null,
  lastUsedAtMs: null,
};
const PUBLIC: KeyRecord = {
  ...SECRET,
  id: "pk_story",
  kind: "public",
  origins: ["https://app.example"],
  scopes: ["collect"],
};

/**
 * A month in the life of a workspace, by what every version of the store can be asked: pushed rows, browsers with several
 * writers, two sources of history, actions, named links, refusals, a fold, definitions, keys, sessions.
 */
export async function tellStory({ facts, records }: OpenedStore): Promise<void> {
  await facts.putAccounts([
    { id: "acme", name: "Acme", plan: "Pro", createdAt: NOW_MS - 90 * 86_400_000 },
    { id: "quiet", name: "Quiet Ltd" },
  ]);
  await facts.putUsers([
    { id: "u_1", accounts: ["acme", "globex"], name: "Ann", role: "admin" },
    { id: "u_9", accounts: ["quiet"], name: "Never Seen" },
  ]);
  await facts.putAssets([
    {
      id: "w_1",
      account: "acme",
      type: "workflow",
      name: "Welcome",
      configured: true,
      runs: 7,
      lastRunAt: NOW_MS - 60_000,
    },
    { id: "w_2", account: "acme", type: "workflow" },
  ]);
  const features = { calendars: { name: "Calendars" }, contacts: { name: "Contacts", thresholdMs: 60_000 } };
  await records.applyDefinitions({ definitions: { features: {} }, fileHash: null, appliedAtMs: NOW_MS - 9_000 });
  await records.applyDefinitions({ definitions: { features }, fileHash: "aa", appliedAtMs: NOW_MS - 8_000 });

  await facts.backfill("seed", history("globex", "u_2", 40), NOW_MS);
  await facts.backfill("crm", history("acme", "u_1", 3), NOW_MS);
  for (const cells of visits()) await facts.mergeCells(cells, NOW_MS);
  await facts.mergeCells([cell({ slot: 5 })], NOW_MS);
  await facts.fold(STORY_WATERMARK);
  await facts.backfill("seed", history("globex", "u_2", 41), NOW_MS + 1);

  await records.createKey(SECRET);
  await records.createKey(PUBLIC);
  await records.revokeKey(PUBLIC.id, NOW_MS);
  await records.createSignInToken("token-hash", { name: "Maya", role: "csm" }, NOW_MS + 1_000_000);
  await records.startSession("token-hash", "session-hash", NOW_MS, NOW_MS + 1_000_000);
  await records.createSignInToken("unused-hash", { name: "Max", role: "admin" }, NOW_MS + 1_000_000);
  await records.audit({ atMs: NOW_MS, actor: "cli", action: "key.revoked", subject: PUBLIC.id });
}

/** Some time on every other day; a source that is told again counts what it says last. */
function history(account: string, user: string, minutes: number): readonly BackfillRow[] {
  return Array.from({ length: DAYS / 2 }, (_, index) =>
    row({
      account,
      user,
      slot: SLOT - index * 2 * 96,
      feature: index % 3 === 0 ? "contacts" : "calendars",
      activeMs: lasting(minutes * 1_000 + index),
      visits: minutes,
      actions: index % 2 === 0 ? { "email.sent": minutes } : {},
    }),
  );
}

/** What three people's browsers sent, on two devices, over midnight and over the change of clocks. */
export function visits(): readonly (readonly CellWrite[])[] {
  return Array.from({ length: DAYS }, (_, day) =>
    ["u_1", "u_2", "u_3"].flatMap((user, person) =>
      ["laptop", "phone"].flatMap((device, which) => {
        const slot = SLOT - day * 96 - person * 23 - which;
        const writer = `${device}-${day}-of-${user}`.padEnd(22, "0");
        const own = { account: person === 2 ? "globex" : "acme", user, writer };
        const active = 10_000 * (person + 1) + day;
        return [
          cell({
            ...own,
            slot,
            activeMs: [active, active + 1, active + 2, active + 3],
            actions: { "booking.completed": 1 },
          }),
          cell({ ...own, slot: slot + 1, feature: "_other", visits: 0, activeMs: lasting(active) }),
          cell({ ...own, slot, feature: "link:help", name: `Help ${day}`, visits: person }),
        ];
      }),
    ),
  );
}
