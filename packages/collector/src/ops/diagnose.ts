import { slotStartMs, type RejectionReason } from "@uptake/tracker/protocol";
import { LATE_WINDOW_DAYS } from "../domain/late-window.ts";
import {
  MAX_COUNTED,
  type Content,
  type Examination,
  type KeyState,
  type QuarantineCount,
} from "../store/examination.ts";
import { QUARANTINE_ADVICE } from "./quarantine-advice.ts";

/** One thing about a store. */
export interface Diagnosis {
  /** `act`: somebody has to do something. `note`: worth knowing, perhaps worth doing. */
  readonly level: "well" | "note" | "act";
  readonly text: string;
  /** What to do. */
  readonly advice?: string;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** A log of more bytes than this means that something reads and never stops, or that the collector was killed. */
const LARGE_LOG_BYTES = 256_000_000;
/** A disk that is full sooner than this is somebody's business now. */
const MIN_DAYS_LEFT = 30;
/** The least room that work needs: a write-ahead log, temporary files. */
const MIN_DISK_BYTES = 1_000_000_000;
/** Reasons for which people's use is lost until somebody changes how Uptake is set up. */
const SET_UP_WRONG: ReadonlySet<string> = new Set<RejectionReason>([
  "too_many_features",
  "too_many_users",
  "wrong_source",
  "token_missing",
  "token_invalid",
  "owner_mismatch",
]);
/** What clocks may differ by, and folding be ahead. */
const CLOCK_TOLERANCE_MS = 60 * MINUTE_MS;
const EXPIRY_NOTICE_MS = 14 * DAY_MS;
const UNUSED_AFTER_MS = 30 * DAY_MS;

/** Tells how a store is, line by line: what an operator would look at first, first. */
export function diagnose(examination: Examination, nowMs: number): readonly Diagnosis[] {
  const { content } = examination;
  return [
    ...aboutFile(examination),
    ...aboutDisk(examination),
    ...(content === null ? [] : aboutContent(content, nowMs)),
  ];
}

function aboutFile({ sizeBytes, freeBytes, logBytes, schemaVersion, knownVersion, damage }: Examination): Diagnosis[] {
  const size = `${megabytes(sizeBytes)}, of which ${megabytes(freeBytes)} are free for what comes; write-ahead log ${megabytes(logBytes)}`;
  return [
    logBytes > LARGE_LOG_BYTES
      ? note(`File: ${size}`, "If the log stays that long, look for a process that reads the file and never ends.")
      : well(`File: ${size}`),
    schemaVersion === knownVersion
      ? well(`Schema: version ${schemaVersion}, the one of this program`)
      : act(
          `Schema: version ${schemaVersion}, and this program's is ${knownVersion}`,
          "Back it up, then start this version's collector: it brings the file up to date.",
        ),
    damage.length === 0
      ? well("Structure: every table is intact")
      : act(
          `Structure: damaged. ${damage.slice(0, 3).join("; ")}`,
          "Stop the collector, keep the file, restore the last backup, and look at the disk.",
        ),
  ];
}

function aboutDisk({ sizeBytes, freeBytes, diskBytes, content }: Examination): Diagnosis[] {
  const { allTime, lastWeek } = content?.visits ?? { allTime: 0, lastWeek: 0 };
  const dailyBytes = allTime === 0 ? 0 : ((sizeBytes - freeBytes) / allTime) * (lastWeek / 7);
  const daysLeft = dailyBytes === 0 ? Infinity : Math.floor(diskBytes / dailyBytes);
  const growth = Number.isFinite(daysLeft)
    ? `, ${daysLeft} days at the ${megabytes(dailyBytes)} a day of the last week`
    : "";
  const text = `Disk: ${megabytes(diskBytes)} left${growth}`;
  if (daysLeft < MIN_DAYS_LEFT || diskBytes < MIN_DISK_BYTES) {
    return [act(text, "Make room, or move the store: a full disk refuses what browsers send until there is some.")];
  }
  if (diskBytes < sizeBytes) return [note(text, "Less than a copy of the file: back up to another disk.")];
  return [well(text)];
}

function aboutContent(content: Content, nowMs: number): Diagnosis[] {
  const { rows, skewedWriters, definitionsVersion } = content;
  const counts = Object.entries(rows).map(
    ([table, count]) => `${table} ${count < MAX_COUNTED ? count : `${count} or more`}`,
  );
  return [
    ...aboutRollups(content),
    aboutDays(content, nowMs),
    aboutArrival(content, nowMs),
    well(`Rows: ${counts.join(", ")}`),
    definitionsVersion === null
      ? act(
          "Definitions: none, so all time counts as _other",
          "Write uptake.config.ts and start the collector with it.",
        )
      : well(`Definitions: version ${definitionsVersion}`),
    ...aboutKeys(content.keys, nowMs),
    skewedWriters.count === 0
      ? well("Clocks: no browser's is off by more than a minute")
      : note(
          `Clocks: of ${skewedWriters.count} writers off by more than a minute, at most ${Math.round(skewedWriters.maxMs / MINUTE_MS)} minutes`,
          "If these are many, check this machine's own clock.",
        ),
    ...aboutQuarantine(content.quarantine),
  ];
}

function aboutRollups({ differences }: Content): Diagnosis[] {
  if (differences.length === 0) return [well("Sums: those of today and yesterday agree with their cells")];
  const [first] = differences;
  return [
    act(
      `Sums: ${differences.length} differ from their cells, first ${first?.table} ${first?.key}`,
      "`uptake verify` shows all of them. Keep the file, restore a backup, and tell us.",
    ),
  ];
}

function aboutDays({ timeZone, watermarkSlot }: Content, nowMs: number): Diagnosis {
  const openSinceMs = slotStartMs(watermarkSlot);
  const text = `Days: of ${timeZone}; open since ${isoTime(openSinceMs)}, folded before`;
  if (openSinceMs <= nowMs - LATE_WINDOW_DAYS * DAY_MS + CLOCK_TOLERANCE_MS) return well(text);
  return act(
    text,
    "That is too late: this machine's clock was ahead, or is behind. What browsers send of earlier days is refused. Set the clock; if it is right, restore a backup from before.",
  );
}

function aboutArrival({ lastReceivedAtMs }: Content, nowMs: number): Diagnosis {
  if (lastReceivedAtMs === null) {
    return note("Last cell: none yet", "Open a page with the tag; `data-debug` on it says what is missing.");
  }
  const ageMs = nowMs - lastReceivedAtMs;
  if (ageMs < -CLOCK_TOLERANCE_MS) {
    return act(
      `Last cell: ${isoTime(lastReceivedAtMs)}, which is still to come`,
      "This machine's clock was ahead, or is behind: set it.",
    );
  }
  const text = `Last cell: ${isoTime(lastReceivedAtMs)}, ${describeAge(Math.max(0, ageMs))} ago`;
  if (ageMs < DAY_MS) return well(text);
  return act(text, "Nothing has come for more than a day: check that pages load the script and reach the collector.");
}

function aboutKeys(keys: readonly KeyState[], nowMs: number): Diagnosis[] {
  const held = keys.filter(({ revokedAtMs }) => revokedAtMs === null);
  const inForce = held.filter(({ expiresAtMs }) => expiresAtMs === null || expiresAtMs > nowMs);
  const ofKind = (kind: KeyState["kind"]): number => inForce.filter((key) => key.kind === kind).length;
  const text = `Keys: ${ofKind("public")} public and ${ofKind("secret")} secret in force`;
  const expiring = inForce.filter(({ expiresAtMs }) => expiresAtMs !== null && expiresAtMs < nowMs + EXPIRY_NOTICE_MS);
  // Where nothing was ever noted, nothing is known.
  const isNoted = held.some(({ lastUsedAtMs }) => lastUsedAtMs !== null);
  const unused = inForce.filter(
    ({ createdAtMs, lastUsedAtMs }) => isNoted && (lastUsedAtMs ?? createdAtMs) < nowMs - UNUSED_AFTER_MS,
  );
  return [
    ofKind("public") === 0
      ? act(text, "Pages can't send anything: `uptake keys create --kind public` makes a key.")
      : well(text),
    ...expiring.map(({ id, expiresAtMs }) =>
      act(`Key ${id}: ends ${isoTime(expiresAtMs ?? 0)}`, "Put its successor into use before that."),
    ),
    ...unused.map(({ id }) =>
      note(`Key ${id}: not used for 30 days`, `\`uptake keys revoke ${id}\` if nobody needs it.`),
    ),
  ];
}

function aboutQuarantine(quarantine: readonly QuarantineCount[]): Diagnosis[] {
  if (quarantine.length === 0) return [well("Refused: nothing in the last seven days")];
  return quarantine.map(({ reason, lastDay, lastWeek, example }) => {
    const newest = example === "" ? "" : `, such as of ${example}`;
    const advice = QUARANTINE_ADVICE[reason as RejectionReason];
    const say = lastDay > 0 && SET_UP_WRONG.has(reason) ? act : note;
    return say(
      `Refused, ${reason}: ${lastDay} in a day, ${lastWeek} in seven${newest}`,
      advice ?? "This program doesn't know that reason.",
    );
  });
}

function well(text: string): Diagnosis {
  return { level: "well", text };
}

function note(text: string, advice: string): Diagnosis {
  return { level: "note", text, advice };
}

function act(text: string, advice: string): Diagnosis {
  return { level: "act", text, advice };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

function describeAge(ageMs: number): string {
  if (ageMs < 2 * MINUTE_MS) return `${Math.round(ageMs / 1_000)} seconds`;
  return ageMs < 2 * DAY_MS ? `${Math.round(ageMs / MINUTE_MS)} minutes` : `${Math.floor(ageMs / DAY_MS)} days`;
}
