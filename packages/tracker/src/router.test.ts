import { describe, expect, test } from "vitest";
import { createEdges } from "./edges.ts";
import { watchRoutes } from "./router.ts";

/** A page without a Navigation API of its own. */
function createPage(navigation?: unknown) {
  const page = new EventTarget() as EventTarget & Record<string, unknown>;
  const calls: unknown[][] = [];
  const history = {
    pushState: (...parameters: unknown[]) => void calls.push(parameters),
    replaceState: (...parameters: unknown[]) => void calls.push(parameters),
  };
  Object.assign(page, { navigation, history, setTimeout, clearTimeout });
  const edges = createEdges(page as unknown as Window);
  let changes = 0;
  watchRoutes(page as unknown as Window, edges, () => {
    changes += 1;
  });
  const nextTask = () => new Promise((resolve) => setTimeout(resolve, 5));
  return { page, history, calls, edges, nextTask, changes: () => changes };
}

describe("Where there is a Navigation API", () => {
  test("it tells of changes, and the history stays as it is", () => {
    const navigation = new EventTarget();
    const { changes, history } = createPage(navigation);
    navigation.dispatchEvent(new Event("currententrychange"));
    expect(changes()).toBe(1);
    expect(history.pushState.name).toBe("pushState");
  });
});

describe.each([
  ["no Navigation API", undefined],
  ["something else of that name", { menu: [] }],
])("Where there is %s", (_, navigation) => {
  test("the history's methods are called through, and tell of changes a task later", async () => {
    const { changes, history, calls, nextTask } = createPage(navigation);
    history.pushState({ a: 1 }, "", "/a");
    history.replaceState(null, "", "/b");
    expect(calls).toEqual([
      [{ a: 1 }, "", "/a"],
      [null, "", "/b"],
    ]);
    await nextTask();
    expect(changes()).toBe(2);
  });

  test("going back and hash changes tell of themselves", () => {
    const { changes, page } = createPage(navigation);
    page.dispatchEvent(new Event("popstate"));
    page.dispatchEvent(new Event("hashchange"));
    expect(changes()).toBe(2);
  });

  test("closing gives the methods back, but not over somebody else's wrapper", async () => {
    const { changes, history, calls, edges, nextTask } = createPage(navigation);
    const wrapped = history.replaceState;
    const theirs = (...parameters: unknown[]) => wrapped.apply(history, parameters);
    history.replaceState = theirs;
    edges.close();
    expect(history.pushState.name).toBe("pushState");
    expect(history.replaceState).toBe(theirs);
    history.replaceState(null, "", "/c");
    await nextTask();
    expect(calls).toEqual([[null, "", "/c"]]);
    expect(changes()).toBe(0);
  });
});

test("A history that can't be changed stays as it is, and nobody hears an error", () => {
  const page = Object.assign(new EventTarget(), {
    history: Object.freeze({ pushState: () => undefined, replaceState: () => undefined }),
  }) as unknown as Window;
  const edges = createEdges(page);
  let changes = 0;
  watchRoutes(page, edges, () => {
    changes += 1;
  });
  page.dispatchEvent(new Event("popstate"));
  expect(changes).toBe(1);
  expect(() => edges.close()).not.toThrow();
});
