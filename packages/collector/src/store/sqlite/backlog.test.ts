import { expect, describe, test } from "vitest";
import { createBacklog } from "./backlog.ts";

/** Work that ends when it is told to. */
function heldWork() {
  let end: (result: string) => void = () => undefined;
  const work = new Promise<string>((done) => {
    end = done;
  });
  return { start: () => work, end };
}

describe("a backlog", () => {
  test("refuses what would be too much, starts none of it, and takes it when the rest is done", async () => {
    const backlog = createBacklog(10, "rows");
    const first = heldWork();
    const running = backlog.take(8, first.start);
    let started = 0;
    const more = (): Promise<string> => backlog.take(3, async () => `${++started}`);
    await expect(more()).rejects.toMatchObject({
      kind: "overloaded",
      message: expect.stringMatching(/^8 rows wait .* 10 may/),
    });
    expect(started).toBe(0);
    expect(await backlog.take(2, async () => "fits")).toBe("fits");
    first.end("done");
    expect(await running).toBe("done");
    expect(await more()).toBe("1");
  });

  test("lets work wait alone that is too large by itself, and forgets work that failed", async () => {
    const backlog = createBacklog(10, "rows");
    await expect(backlog.take(50, () => Promise.reject(new Error("disk")))).rejects.toThrow("disk");
    expect(await backlog.take(50, async () => "alone")).toBe("alone");
  });
});
