/** What people do for a living, and which features that takes them to, whatever the product calls them. */
export type Role = keyof typeof ROLE_TOPICS;

const ROLE_TOPICS = {
  Owner: /report|dashboard|analytic|insight|payment|invoice|conversation/i,
  Manager: /report|dashboard|analytic|opportunit|pipeline|deal|workflow|automation|team|project/i,
  Agent: /contact|opportunit|deal|lead|conversation|message|inbox|phone|call|task|ticket/i,
  "Front desk": /calendar|book|appointment|schedul|conversation|message|inbox|phone|call|chat/i,
  Accountant: /payment|invoice|bill|expense|payroll|report|order/i,
  Marketer: /site|page|campaign|email|form|funnel|workflow|automation|content|report/i,
} as const;

const STAFF_SHARES_PERCENT: readonly (readonly [Role, number])[] = [
  ["Agent", 44],
  ["Front desk", 24],
  ["Manager", 13],
  ["Marketer", 10],
  ["Accountant", 9],
];

/** Roles of everybody but the owner, with their weights. */
export const STAFF_ROLES: readonly Role[] = STAFF_SHARES_PERCENT.map(([role]) => role);
export const STAFF_ROLE_WEIGHTS: readonly number[] = STAFF_SHARES_PERCENT.map(([, percent]) => percent);

/** How much more a role uses a feature than the average person does. */
export function roleAffinity(role: Role, feature: string): number {
  return ROLE_TOPICS[role].test(feature) ? 2.6 : 0.45;
}
