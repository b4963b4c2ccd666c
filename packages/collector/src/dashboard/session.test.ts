import { expect, test } from "vitest";
import type { Client } from "./client.ts";
import { ProblemError } from "./problem-error.ts";
import { createSession } from "./session.ts";

const refused = new ProblemError({ status: 401, title: "Not signed in" });
const unreachable = new ProblemError({ status: 0, title: "The collector can't be reached" });

/** A collector with one good link. `down` cuts it off. */
function scene() {
  const world = { signedIn: false, link: "good" as string | null, down: false };
  const check = () => {
    if (world.down) throw unreachable;
  };
  const client = {
    session: async () => {
      check();
      if (!world.signedIn) throw refused;
      return { name: "Robin", role: "admin" };
    },
    startSession: async (token: string) => {
      check();
      if (token !== world.link) throw refused;
      world.link = null;
      world.signedIn = true;
    },
    endSession: async () => {
      check();
      world.signedIn = false;
    },
  } as unknown as Client;
  return { world, session: createSession(client) };
}

test("a good link signs in", async () => {
  const { session } = scene();
  expect(await session.signIn("good")).toEqual({ kind: "signed-in" });
  expect(session.state.value).toEqual({ kind: "signed-in", session: { name: "Robin", role: "admin" } });
});

test("a used link is refused", async () => {
  const { session } = scene();
  expect(await session.signIn("used")).toEqual({ kind: "refused" });
  expect(session.state.value).toEqual({ kind: "signed-out", reason: "not-signed-in" });
});

test("a used link doesn't put out somebody who is signed in", async () => {
  const { session } = scene();
  await session.signIn("good");
  expect(await session.signIn("good")).toEqual({ kind: "signed-in" });
});

test("a link is not called used when nobody could say", async () => {
  const { world, session } = scene();
  world.down = true;
  expect(await session.signIn("good")).toEqual({ kind: "failed", error: unreachable });
  world.down = false;
  expect(await session.signIn("good")).toEqual({ kind: "signed-in" });
});

test("a session that ends is told from one that never was, and from leaving", async () => {
  const { world, session } = scene();
  await session.load();
  expect(session.state.value).toEqual({ kind: "signed-out", reason: "not-signed-in" });
  await session.signIn("good");
  session.expire();
  expect(session.state.value).toEqual({ kind: "signed-out", reason: "ended" });
  world.signedIn = true;
  await session.load();
  await session.signOut();
  expect(session.state.value).toEqual({ kind: "signed-out", reason: "left" });
});

test("a sign-out that didn't reach the collector leaves the person signed in and says so", async () => {
  const { world, session } = scene();
  await session.signIn("good");
  world.down = true;
  expect(await session.signOut()).toBe(unreachable);
  expect(session.state.value.kind).toBe("signed-in");
});
