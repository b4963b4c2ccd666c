import { parseArgs } from "node:util";
import { seedDemo } from "../demo/seed-demo.ts";
import { applyDefinitions } from "../ops/apply-definitions.ts";
import { withStore, type CommandContext, type OpenStore } from "./context.ts";
import { CommandFailure } from "./failure.ts";
import { loadDefinitions } from "./load-definitions.ts";

/** `uptake seed [--accounts 40] [--users 600] [--days 90] [--seed 1]`: deterministic demo data. */
export async function runSeed(words: readonly string[], context: CommandContext): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      accounts: { type: "string", default: "40" },
      users: { type: "string", default: "600" },
      days: { type: "string", default: "90" },
      seed: { type: "string", default: "1" },
    },
  });
  const { config, now, print } = context;
  const sizes = {
    accounts: wholeNumber("accounts", values.accounts, 1),
    users: wholeNumber("users", values.users, 1),
    days: wholeNumber("days", values.days, 1),
    seed: wholeNumber("seed", values.seed, 0),
  };
  const definitions = await loadDefinitions(config);
  const seed = async ({ facts, records }: OpenStore): Promise<void> => {
    await applyDefinitions(definitions, records, now());
    const { timeZone } = await facts.watermark({ kind: "all" });
    const { accounts, users, rows, assets } = await seedDemo({ facts, records, now, timeZone, ...sizes });
    print(`Seeded ${accounts} accounts, ${users} users, ${assets} assets and ${rows} rows of usage.`);
  };
  await withStore(context, seed, config.timeZone);
  return 0;
}

function wholeNumber(name: string, value: string, minimum: number): number {
  const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= minimum) return number;
  throw new CommandFailure(`--${name} is "${value}". Give a whole number, at least ${minimum}.`, 2);
}
