import type { AttributeValue } from "../../domain/definitions/segment-definition.ts";
import type { SegmentFacts } from "../../domain/segments/segment-rule.ts";
import type { AccountRow, UserRow } from "../../store/facts.ts";

/**
 * What the host has told of an account, or of a user and their accounts, as segments look at it.
 * @param user null: of the account itself.
 */
export function toldFacts(
  accounts: readonly AccountRow[],
  user: UserRow | null,
): Pick<SegmentFacts, "attribute" | "assignees"> {
  const told = (value: AttributeValue | null | undefined): readonly AttributeValue[] =>
    value === null || value === undefined ? [] : [value];
  return {
    attribute(attribute) {
      switch (attribute) {
        case "plan":
        case "premium":
        case "subscription":
          return accounts.flatMap((account) => told(account[attribute]));
        case "role":
          return told(user?.role);
        default:
          return user === null
            ? accounts.flatMap(({ attributes }) => told(attributes[attribute]))
            : told(user.attributes[attribute]);
      }
    },
    assignees: (successRole) => accounts.flatMap(({ assignments }) => assignments[successRole] ?? []),
  };
}
