/** How many members two sets have in common. */
export function countCommon<Member>(one: ReadonlySet<Member>, other: ReadonlySet<Member>): number {
  return [...one].filter((member) => other.has(member)).length;
}
