/** Commands that were sent and not answered yet, by number. */
export interface PendingReplies {
  /**
   * Waits for a command's answer.
   * @param send sends the command with the number that it got.
   */
  // oxlint-disable-next-line typescript/no-explicit-any -- Each command has an answer of its own.
  ask(what: string, send: (id: number) => void): Promise<any>;
  /** An answer came. */
  resolve(id: number, value: unknown): void;
  /** A command failed. */
  reject(id: number, why: string): void;
  /** Nobody will answer any longer. */
  rejectAll(why: string): void;
}

/** @param who gives the answers, for the texts of errors. */
export function createPendingReplies(who: string): PendingReplies {
  const pending = new Map<number, { resolve(value: unknown): void; reject(why: string): void }>();
  let lastId = 0;
  const take = (id: number) => {
    const command = pending.get(id);
    pending.delete(id);
    return command;
  };
  return {
    ask: (what, send) =>
      new Promise((resolve, fail) => {
        const id = (lastId += 1);
        pending.set(id, { resolve, reject: (why) => fail(new Error(`[test] ${who}, ${what}: ${why}.`)) });
        send(id);
      }),
    resolve: (id, value) => take(id)?.resolve(value),
    reject: (id, why) => take(id)?.reject(why),
    rejectAll(why) {
      for (const id of Array.from(pending.keys())) take(id)?.reject(why);
    },
  };
}
