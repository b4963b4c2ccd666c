/** How often an action was counted; 0 of one that wasn't, also where it is called like what every object has. */
export function countOfAction(actions: Readonly<Record<string, number>>, action: string): number {
  return Object.hasOwn(actions, action) ? (actions[action] ?? 0) : 0;
}
