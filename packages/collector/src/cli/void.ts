import { slotOf, slotStartMs } from "@uptake/tracker/protocol";
import { parseArgs } from "node:util";
import { createWorkspaceCalendar } from "../domain/workspace-calendar.ts";
import type { VoidOutcome, VoidTarget } from "../store/facts.ts";
import { withExistingStore, type CommandContext } from "./context.ts";
import { CommandFailure } from "./failure.ts";

const USAGE = `Use: uptake void --writer KEY [--dry-run]
     uptake void --user ID [--account ID] --from TIME --to TIME [--dry-run]
TIME is a day of the workspace, 2026-11-18, or a time with its offset, 2026-11-18T10:30Z.`;
const DAY_MS = 86_400_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

interface VoidOptions {
  readonly writer?: string;
  readonly user?: string;
  readonly account?: string;
  readonly from?: string;
  readonly to?: string;
}

/** `uptake void`: takes out what a writer or a user counted, and refuses it from then on. */
export async function runVoid(words: readonly string[], context: CommandContext): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      writer: { type: "string" },
      user: { type: "string" },
      account: { type: "string" },
      from: { type: "string" },
      to: { type: "string" },
      "dry-run": { type: "boolean", default: false },
    },
  });
  const { "dry-run": isDry, ...options } = values;
  const by = isDry ? null : { actor: "cli", atMs: context.now() };
  const { target, outcome } = await withExistingStore(context, async ({ facts }) => {
    const { timeZone } = await facts.watermark({ kind: "all" });
    const read = readTarget(options, timeZone);
    return { target: read, outcome: await facts.void(read, by) };
  });
  if (outcome === null) throw new CommandFailure(unknown(target));
  context.print(`${isDry ? "Would take out" : "Took out"} ${describe(outcome)}, of ${describeTarget(target)}.`);
  if (!isDry) context.print("From now on, what comes for it is refused with the reason voided.");
  return 0;
}

function readTarget({ writer, user, account, from, to }: VoidOptions, timeZone: string): VoidTarget {
  if (writer !== undefined && [user, account, from, to].every((value) => value === undefined)) {
    return { kind: "writer", writer };
  }
  if (writer !== undefined || user === undefined || from === undefined || to === undefined) {
    throw new CommandFailure(USAGE, 2);
  }
  const [fromSlot, toSlot] = [slotAt("from", from, timeZone), slotAt("to", to, timeZone)];
  if (fromSlot >= toSlot) throw new CommandFailure(`--from is "${from}", which is not before --to "${to}".`, 2);
  return { kind: "user", user, fromSlot, toSlot, ...(account !== undefined && { account }) };
}

/** The slot that begins at a time, or the first that begins after it where it is an end. */
function slotAt(name: "from" | "to", value: string, timeZone: string): number {
  const epochMs = Date.parse(value);
  if (!Number.isNaN(epochMs) && DAY.test(value)) return createWorkspaceCalendar(timeZone).firstSlotOf(epochMs / DAY_MS);
  if (Number.isNaN(epochMs) || !TIME.test(value)) throw new CommandFailure(`--${name} is "${value}". ${USAGE}`, 2);
  const slot = slotOf(epochMs);
  return name === "to" && slotStartMs(slot) < epochMs ? slot + 1 : slot;
}

function describe({ activeMs, visits, actions, rows }: VoidOutcome): string {
  const hours = (activeMs[3] / 3_600_000).toFixed(2);
  return `${hours} hours without an idle limit (${(activeMs[1] / 3_600_000).toFixed(2)} under 60s), ${visits} visits and ${actions} actions in ${rows} rows`;
}

function describeTarget(target: VoidTarget): string {
  if (target.kind === "writer") return `writer ${target.writer}`;
  const { user, account, fromSlot, toSlot } = target;
  const [from, to] = [fromSlot, toSlot].map((slot) => new Date(slotStartMs(slot)).toISOString());
  return `user ${user} in ${account ?? "all accounts"} from ${from} to ${to}`;
}

function unknown(target: VoidTarget): string {
  if (target.kind === "user") {
    const where = target.account === undefined ? "" : ` in account "${target.account}"`;
    return `Nobody has heard of a user "${target.user}"${where}. Give the ids that your pages send.`;
  }
  return `There is no writer "${target.writer}", or its cells are folded: then they can only be taken out by user and time.`;
}
