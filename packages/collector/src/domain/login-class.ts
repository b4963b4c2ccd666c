/** How regularly a user comes. Exclusive; whoever was never seen has none. */
export type LoginClass = (typeof LOGIN_CLASSES)[number];

/** From the most regular to the least. */
export const LOGIN_CLASSES = ["daily", "weekly", "monthly", "inactive"] as const;
