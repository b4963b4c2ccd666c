import type { Plan } from "./plan.ts";

/** One of the six people whom the example application signs in. */
export interface ShowcasePerson {
  readonly id: "u_maya" | "u_ben" | "u_priya" | "u_tom" | "u_elena" | "u_sam";
  readonly name: string;
  readonly role: string;
  readonly ageDays: number;
}

/** The first accounts of every demo; the example application is written around them. */
export const SHOWCASE_ACCOUNTS: readonly {
  readonly id: string;
  readonly name: string;
  readonly plan: Plan;
  readonly ageDays: number;
  readonly users: readonly ShowcasePerson[];
}[] = [
  {
    id: "brightside",
    name: "Brightside Dental",
    plan: "Pro",
    ageDays: 412,
    users: [
      { id: "u_maya", name: "Maya Torres", role: "Owner", ageDays: 60 },
      { id: "u_ben", name: "Ben Okafor", role: "Front desk", ageDays: 405 },
    ],
  },
  {
    id: "cedar-lane",
    name: "Cedar Lane Realty",
    plan: "Starter",
    ageDays: 147,
    users: [
      { id: "u_priya", name: "Priya Nair", role: "Agent", ageDays: 8 },
      { id: "u_tom", name: "Tom Becker", role: "Agent", ageDays: 147 },
    ],
  },
  {
    id: "halcyon",
    name: "Halcyon Fitness",
    plan: "Growth",
    ageDays: 268,
    users: [
      { id: "u_elena", name: "Elena Rossi", role: "Manager", ageDays: 268 },
      { id: "u_sam", name: "Sam Whitfield", role: "Coach", ageDays: 190 },
    ],
  },
];
