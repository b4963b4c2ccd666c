import { MAX_MEMBERS, type MemberFacts, type MemberQuery, type MembersQuery } from "../../fact-questions.ts";

/** Answers about several members from one read. @param member answers about one. */
export function createMembers(member: (query: MemberQuery) => MemberFacts) {
  return ({ users, ...query }: MembersQuery): readonly MemberFacts[] => {
    if (users.length > MAX_MEMBERS) throw new RangeError(`${users.length} members are more than ${MAX_MEMBERS}`);
    return users.map((user) => member({ ...query, user }));
  };
}
