import { describe, expect, test } from "vitest";
import { createFakePage } from "../../../tests/support/fake-page.ts";
import { acme, openTracker, replyTo, writeToken } from "../../../tests/support/open-tracker.ts";
import { FLUSH_INTERVAL_MS } from "./delivery.ts";
import { SLOT_MS } from "./protocol/index.ts";

describe("What is refused", () => {
  test("for an expired token is sent again with the one that the host is asked for", async () => {
    let asked = 0;
    const refreshToken = async () => {
      asked += 1;
      return writeToken("new");
    };
    const { page, tracker, writers } = openTracker({ identity: { ...acme, token: writeToken("old"), refreshToken } });
    tracker.track("message.sent");
    page.go("/calendars");
    page.answerWith((body) =>
      replyTo(body, {
        rejected: body.writers.flatMap(({ id, token }) =>
          token === writeToken("old") ? { id, reason: "token_expired" as const } : [],
        ),
      }),
    );
    await tracker.flush();
    await page.wait(FLUSH_INTERVAL_MS);
    expect(asked).toBe(1);
    expect(writers().map(({ token, cells }) => [token, cells.length])).toEqual([
      [writeToken("old"), 2],
      [writeToken("new"), 2],
    ]);
  });

  test("for an expired token is kept where the host has no other one", async () => {
    const refreshToken = () => {
      throw new Error("signed out");
    };
    const { page, tracker, writers } = openTracker({ identity: { ...acme, token: writeToken("old"), refreshToken } });
    page.answerWith((body) =>
      replyTo(body, { rejected: body.writers.map(({ id }) => ({ id, reason: "token_expired" as const })) }),
    );
    await tracker.flush();
    await page.wait(200_000);
    expect(writers()).toHaveLength(1);
    expect(tracker.inspect().pendingBytes).toBeGreaterThan(50);
  });

  test("without a token is sent again with the one that the host is asked for, where it can be asked", async () => {
    const asked: string[] = [];
    const refreshToken = async () => {
      asked.push("once");
      return writeToken("new");
    };
    const { page, tracker, writers } = openTracker({ identity: { ...acme, refreshToken } });
    page.answerWith((body) =>
      replyTo(body, {
        rejected: body.writers.flatMap(({ id, token }) => (token ? [] : { id, reason: "token_missing" as const })),
      }),
    );
    await tracker.flush();
    await page.wait(100_000);
    expect(asked).toEqual(["once"]);
    expect(writers().map(({ token }) => token)).toEqual([undefined, writeToken("new")]);
    expect(tracker.inspect().pendingBytes).toBe(0);
  });

  test.each(["token_missing", "token_expired"] as const)(
    "of another person that is refused as %s asks nobody for a token",
    async (reason) => {
      let asked = 0;
      const refreshToken = () => writeToken(`new${(asked += 1)}`);
      const page = createFakePage({ path: "/conversations" });
      const slot = Math.floor(page.wallMs() / SLOT_MS);
      const cells = { [`${slot} calendars`]: { feature: "calendars", slot, activeMs: [9, 9, 9, 9], visits: 1 } };
      const left = { at: "1", key: "pk_test", id: "o".repeat(22), account: "acme", user: "u_2", cells };
      page.stored.set(`uptake:${left.id}`, JSON.stringify(left));
      page.answerWith((body) =>
        replyTo(body, {
          rejected: body.writers.flatMap(({ id, user }) => (user === "u_2" ? { id, reason } : [])),
        }),
      );
      const { tracker } = openTracker({ identity: { ...acme, token: writeToken("old"), refreshToken } }, page);
      await tracker.flush();
      await page.wait(100_000);
      expect(asked).toBe(0);
      expect(tracker.inspect().pendingBytes).toBeGreaterThan(50);
    },
  );

  test("that is refused for want of a token although it had one asks for no other", async () => {
    let asked = 0;
    const refreshToken = () => writeToken(`new${(asked += 1)}`);
    const { page, tracker } = openTracker({ identity: { ...acme, token: writeToken("old"), refreshToken } });
    page.answerWith((body) =>
      replyTo(body, { rejected: body.writers.map(({ id }) => ({ id, reason: "token_missing" as const })) }),
    );
    await tracker.flush();
    await page.wait(100_000);
    expect(asked).toBe(0);
  });
});
