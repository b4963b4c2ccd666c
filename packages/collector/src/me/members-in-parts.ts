import { MAX_MEMBERS } from "../store/fact-questions.ts";
import type { Facts, MemberFacts, MembersQuery } from "../store/facts.ts";

/** Asks about the members of an account, as many at once as may be. */
export async function membersInParts(
  facts: Pick<Facts, "members">,
  { users, ...query }: MembersQuery,
): Promise<readonly MemberFacts[]> {
  const members: MemberFacts[] = [];
  for (let first = 0; first < users.length; first += MAX_MEMBERS) {
    members.push(...(await facts.members({ ...query, users: users.slice(first, first + MAX_MEMBERS) })));
  }
  return members;
}
