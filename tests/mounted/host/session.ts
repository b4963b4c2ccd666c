import type { Identity } from "@uptake/collector";

/** The test host's sessions: `session=maya` is Maya's browser, and for `session=broken` the database is away. */
const MEMBERS: Readonly<Record<string, Identity>> = {
  maya: { account: "acme", user: "maya" },
  noor: { account: "acme", user: "noor" },
};

export async function memberOf(cookies: string | null): Promise<Identity | null> {
  const session = /(?:^|; )session=(\w+)/.exec(cookies ?? "")?.[1] ?? "";
  if (session === "broken") throw new Error("The database of sessions is away.");
  return MEMBERS[session] ?? null;
}
