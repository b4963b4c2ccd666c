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

/** Roles of everybody but the owner, by how many there are. */
export const STAFF_ROLES: readonly { readonly role: Role; readonly weight: number }[] = [
  { role: "Agent", weight: 44 },
  { role: "Front desk", weight: 24 },
  { role: "Manager", weight: 13 },
  { role: "Marketer", weight: 10 },
  { role: "Accountant", weight: 9 },
];

/** How much more a role uses a feature than the average person does. */
export function roleAffinity(role: Role, feature: string): number {
  return ROLE_TOPICS[role].test(feature) ? 2.6 : 0.45;
}
