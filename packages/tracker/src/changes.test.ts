import { describe, expect, test } from "vitest";
import { evaluate } from "../../../tests/support/evaluate.ts";
import { createFakePage } from "../../../tests/support/fake-page.ts";

/** The modules, as this test uses them. */
interface Modules {
  closeEdges(): void;
  watchChanges(onChange: () => void): void;
}

function watch(prepare: (page: ReturnType<typeof createFakePage>) => void = () => {}) {
  const page = createFakePage();
  prepare(page);
  const { closeEdges, watchChanges } = evaluate<Modules>(["changes.ts", "edges.ts"], page);
  let changes = 0;
  watchChanges(() => {
    changes += 1;
  });
  return { page, history: page.globals.history, closeEdges, changes: () => changes };
}

test("Where there is a Navigation API it tells of changes a task later, and the history stays as it is", async () => {
  const pushState = () => undefined;
  const { page, history, changes } = watch(({ globals }) => Object.assign(globals.history, { pushState }));
  page.go("/calendars");
  expect(changes()).toBe(0);
  await page.wait(0);
  expect(changes()).toBe(1);
  expect(history["pushState"]).toBe(pushState);
});

test("Whatever may have changed is looked at again a task later, when the browser has told it all", async () => {
  const { page, changes } = watch();
  page.focus();
  expect(changes()).toBe(1);
  await page.wait(0);
  expect(changes()).toBe(2);
});

describe.each([
  ["no Navigation API", undefined],
  ["something else of that name", { menu: [] }],
])("Where there is %s", (_, navigation) => {
  const open = () => {
    const calls: unknown[][] = [];
    const watched = watch(({ page, globals }) => {
      Object.assign(page, { navigation });
      Object.assign(globals.history, {
        pushState: (...parameters: unknown[]) => void calls.push(parameters),
        replaceState: (...parameters: unknown[]) => void calls.push(parameters),
      });
    });
    return { ...watched, calls, history: watched.history as Record<string, (...all: unknown[]) => void> };
  };

  test("the history's methods are called through, and tell of changes a task later", async () => {
    const { page, changes, history, calls } = open();
    history["pushState"]?.({ a: 1 }, "", "/a");
    history["replaceState"]?.(null, "", "/b");
    expect(calls).toEqual([
      [{ a: 1 }, "", "/a"],
      [null, "", "/b"],
    ]);
    await page.wait(0);
    expect(changes()).toBe(2);
  });

  test("going back and hash changes tell of themselves", async () => {
    const { changes, page } = open();
    page.page.fire("popstate", {});
    page.page.fire("hashchange", {});
    await page.wait(0);
    expect(changes()).toBe(2);
  });

  test("after closing they only call through", async () => {
    const { page, changes, history, calls, closeEdges } = open();
    closeEdges();
    history["replaceState"]?.(null, "", "/c");
    await page.wait(0);
    expect(calls).toEqual([[null, "", "/c"]]);
    expect(changes()).toBe(0);
  });
});

test("A history that can't be changed stays as it is, and nobody hears an error", async () => {
  const frozen = Object.freeze({ pushState: () => undefined, replaceState: () => undefined });
  const { page, changes } = watch(({ page: host, globals }) => {
    Object.assign(host, { navigation: undefined });
    Object.assign(globals, { history: frozen });
  });
  page.page.fire("popstate", {});
  await page.wait(0);
  expect(changes()).toBe(1);
});
