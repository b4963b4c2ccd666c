import { setTimeout as wait } from "node:timers/promises";
import type { CDPSession } from "playwright-core";
import { places, viewport } from "./host-page.ts";

/** One thing that a person does, at a time since they began. */
export type Act =
  | { readonly atMs: number; readonly kind: "move" | "click"; readonly x: number; readonly y: number }
  | { readonly atMs: number; readonly kind: "wheel"; readonly deltaY: number }
  | { readonly atMs: number; readonly kind: "key"; readonly key: string };

const moveEveryMs = 50;
const keyEveryMs = 180;
const wheelEveryMs = 80;
/** A stretch of work with one feature. The mouse rests while they type and while they read. */
const stretchMs = 10_000;
const stretch = { typesFromMs: 3_000, readsFromMs: 5_000, scrollsFromMs: 7_000, movesFromMs: 8_000 };
const text = "a word or two";

/**
 * What a person does who works: every 10 s they go to the next feature by its link, move the mouse, type into the search,
 * read for 2 s, turn the wheel, move the mouse again.
 * @param lengthMs how long they work.
 */
export function workOf(lengthMs: number): readonly Act[] {
  const acts: Act[] = [];
  for (let startMs = 0; startMs < lengthMs; startMs += stretchMs) {
    const count = startMs / stretchMs;
    const say = (fromMs: number, toMs: number, everyMs: number, act: (step: number) => object) => {
      for (let atMs = fromMs, step = 0; atMs < toMs; atMs += everyMs, step += 1)
        acts.push({ atMs: startMs + atMs, ...act(step) } as Act);
    };
    const move = (step: number) => ({
      kind: "move",
      x: 200 + ((step * 37) % (viewport.width - 400)),
      y: 120 + ((step * 23) % (viewport.height - 240)),
    });
    // It starts on the first feature, so the first link that they take is the second.
    say(500, 501, 1, () => ({ kind: "click", ...places.link((count + 1) % 3) }));
    say(600, stretch.typesFromMs, moveEveryMs, move);
    say(stretch.typesFromMs, stretch.typesFromMs + 1, 1, () => ({ kind: "click", ...places.search }));
    say(stretch.typesFromMs + 200, stretch.readsFromMs, keyEveryMs, (step) => ({
      kind: "key",
      key: text[step % text.length],
    }));
    say(stretch.readsFromMs, stretch.readsFromMs + 1, 1, () => ({ kind: "move", x: 400, y: 400 }));
    say(stretch.scrollsFromMs, stretch.movesFromMs, wheelEveryMs, (step) => ({
      kind: "wheel",
      deltaY: step % 2 === 0 ? 60 : -60,
    }));
    say(stretch.movesFromMs, stretchMs, moveEveryMs, move);
  }
  return acts.filter(({ atMs }) => atMs < lengthMs);
}

async function perform(session: CDPSession, act: Act, mouse: { x: number; y: number }): Promise<void> {
  if (act.kind === "key") {
    const key = { key: act.key, text: act.key };
    await session.send("Input.dispatchKeyEvent", { type: "keyDown", ...key });
    await session.send("Input.dispatchKeyEvent", { type: "keyUp", key: act.key });
    return;
  }
  if (act.kind === "wheel") {
    await session.send("Input.dispatchMouseEvent", { type: "mouseWheel", ...mouse, deltaX: 0, deltaY: act.deltaY });
    return;
  }
  Object.assign(mouse, { x: act.x, y: act.y });
  await session.send("Input.dispatchMouseEvent", { type: "mouseMoved", ...mouse });
  if (act.kind === "move") return;
  const button = { button: "left", clickCount: 1 } as const;
  await session.send("Input.dispatchMouseEvent", { type: "mousePressed", ...mouse, ...button });
  await session.send("Input.dispatchMouseEvent", { type: "mouseReleased", ...mouse, ...button });
}

/** Does all of that in a page, at its times, and then rests until `lengthMs`. The page gets trusted events. */
export async function work(session: CDPSession, acts: readonly Act[], lengthMs: number): Promise<void> {
  const startMs = performance.now();
  const mouse = { x: 400, y: 400 };
  for (const act of acts) {
    const earlyMs = startMs + act.atMs - performance.now();
    if (earlyMs > 0) await wait(earlyMs);
    await perform(session, act, mouse);
  }
  await wait(Math.max(0, startMs + lengthMs - performance.now()));
}
