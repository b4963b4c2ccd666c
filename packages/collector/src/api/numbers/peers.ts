import { percentOf } from "../../domain/share.ts";
import { userFigures } from "../reading/person-figures.ts";
import type { Reading } from "../reading/reading.ts";
import { eligibleAccounts } from "./eligible.ts";
import { accountEvidence, countOf, lengthOf, userEvidence } from "./lists.ts";
import { createNames } from "./names.ts";
import type { Evidence, Measurement, NumberDefinition, Subject } from "./number.ts";

/** What others have adopted, by which somebody is told what to turn to next. */

interface Peers {
  readonly adopted: readonly Evidence[];
  readonly others: readonly Evidence[];
}

/** Other accounts for which the feature is there. Null: the account isn't there, for whoever asks. */
async function accountPeers(reading: Reading, { feature = "", peersOf = "" }: Subject): Promise<Peers | null> {
  if (!(await reading.accounts()).some(({ id }) => id === peersOf)) return null;
  const eligible = (await eligibleAccounts(reading, feature)).filter(({ account }) => account.id !== peersOf);
  const opens = (id: string) => ({ number: "adoptedUsers", subject: { account: id, feature } });
  const evidence = ({ account }: (typeof eligible)[number]): Evidence =>
    accountEvidence(account, null, opens(account.id));
  return { adopted: eligible.filter(({ isAdopted }) => isAdopted).map(evidence), others: eligible.map(evidence) };
}

/** Others in the same role, of the accounts of somebody; whoever has no role has those without one. */
async function userPeers(everybody: Reading, { feature = "", peersOf = "" }: Subject): Promise<Peers | null> {
  const [user] = await everybody.facts.users(everybody.scope, [peersOf]);
  if (user === undefined) return null;
  const reading = user.accounts.length === 0 ? everybody : everybody.narrow(user.accounts);
  const [figures, users, names] = await Promise.all([userFigures(reading), reading.users(), createNames(reading)]);
  const peers = users.filter(({ id, role }) => id !== peersOf && role === user.role);
  const known = peers.flatMap(({ id }) => figures.get(id) ?? []);
  const opens = (id: string) => ({ number: "activeMs", subject: { user: id, feature }, over: "all" as const });
  return {
    adopted: known
      .filter(({ rate }) => rate.adopted.includes(feature))
      .map((person) => userEvidence(person, names, null, opens(person.user))),
    others: known.map((person) => userEvidence(person, names, null, opens(person.user))),
  };
}

const KINDS = [
  ["account", "Account", "other accounts for which the feature is there", accountPeers],
  ["user", "User", "others in the same role, in the same accounts", userPeers],
] as const;

/** The numbers of a feature to turn to next. */
export const PEER_NUMBERS = {
  account: {
    peers: "peerAccounts",
    adoptedByPeers: "peerAccountsWithFeature",
    percentOfPeers: "peerAccountsPercent",
  },
  user: { peers: "peerUsers", adoptedByPeers: "peerUsersWithFeature", percentOfPeers: "peerUsersPercent" },
} as const;

const NOBODY: Measurement = {
  value: null,
  terms: [],
  rows: [],
  excluded: [{ what: "Peers", why: "Whose they would be isn't there.", value: null }],
};

export const PEERS: readonly NumberDefinition[] = KINDS.flatMap(([kind, name, who, peersFor]) => {
  const about = { subjects: ["feature", "peersOf"], requires: ["feature", "peersOf"], splits: [kind] } as const;
  const ids = PEER_NUMBERS[kind];
  return [
    countOf({
      ...about,
      id: ids.peers,
      name: `${name} peers`,
      formula: `How many ${who} there are, by whom it is said what to turn to next.`,
      async measure(reading, subject) {
        const peers = await peersFor(reading, subject);
        return peers === null ? NOBODY : lengthOf(peers.others);
      },
    }),
    countOf({
      ...about,
      id: ids.adoptedByPeers,
      name: `${name} peers who have adopted it`,
      formula: `How many ${who} have adopted the feature.`,
      async measure(reading, subject) {
        const peers = await peersFor(reading, subject);
        return peers === null ? NOBODY : lengthOf(peers.adopted);
      },
    }),
    {
      ...about,
      id: ids.percentOfPeers,
      name: `Share of ${name.toLowerCase()} peers`,
      unit: "percent",
      kind: "ratio",
      formula: `Of ${who} those who have adopted the feature ÷ all of them.`,
      async measure(reading, subject) {
        const peers = await peersFor(reading, subject);
        if (peers === null) return NOBODY;
        const [part, whole] = [peers.adopted.length, peers.others.length];
        return {
          value: percentOf(part, whole),
          terms: [
            { name: "Adopted", value: part, unit: "count", opens: { number: ids.adoptedByPeers, subject } },
            { name: "Peers", value: whole, unit: "count", opens: { number: ids.peers, subject } },
          ],
          rows: peers.adopted,
          excluded: [],
        };
      },
    } satisfies NumberDefinition,
  ];
});
