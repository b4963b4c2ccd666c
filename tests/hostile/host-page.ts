import type { Natives } from "./sabotage.ts";

/** What the host's own code in a page has found out about its browser: by name, an outcome or an error. */
export type Findings = Readonly<Record<string, string>>;

/** Global of the host's pages. */
export interface Host {
  clicks: number;
  /** Uses what the tracker uses, and more, for the host's own ends. */
  work(): Promise<Findings>;
  before: Promise<Findings>;
}

/** The host's own code. Self-contained: it travels as text. */
export function createHost(): Host {
  const { wait } = (window as unknown as { readonly natives: Natives }).natives;
  const chores: Readonly<Record<string, () => unknown>> = {
    clock: () => typeof Date.now() + typeof performance.now(),
    click: () =>
      new Promise((resolve) => {
        const button = document.createElement("button");
        button.addEventListener("click", () => resolve("heard"), { once: true });
        button.click();
      }),
    database: async () => {
      const done = (request: IDBRequest) =>
        new Promise((resolve, reject) => {
          request.addEventListener("success", () => resolve("success"));
          request.addEventListener("error", () => reject(new Error("refused")));
        });
      const opening = indexedDB.open("host", 1);
      const upgraded = new Promise<void>((resolve, reject) =>
        opening.addEventListener("upgradeneeded", () => {
          try {
            resolve(void opening.result.createObjectStore("things"));
          } catch (error) {
            reject(error);
            opening.transaction?.abort();
          }
        }),
      );
      // Only the first time brings an upgrade.
      await Promise.race([Promise.all([upgraded, done(opening)]), done(opening)]);
      const things = opening.result.transaction("things", "readwrite").objectStore("things");
      await done(things.put(1, "one"));
      const got = things.get("one");
      await done(got);
      opening.result.close();
      return got.result;
    },
    fetch: async () => {
      const response = await fetch("/echo", { signal: AbortSignal.timeout(9_000), headers: { "X-Host": "1" } });
      return `${response.status} ${(await response.text()).length} ${response.headers.get("content-type")}`;
    },
    frame: () => new Promise((resolve) => requestAnimationFrame((atMs) => resolve(typeof atMs))),
    history: () => {
      const { href } = location;
      history.pushState({ step: 1 }, "", "?step=1");
      const found = location.search + JSON.stringify(history.state);
      history.replaceState(null, "", href);
      return found + location.search;
    },
    keys: () =>
      Object.keys({
        ...new (class {
          one = 1;
        })(),
      }).join(),
    json: () => JSON.stringify([{ a: [1, "two"] }]) + JSON.parse("[3]"),
    listeners: () => {
      const aborter = new AbortController();
      const target = new EventTarget();
      let heard = 0;
      target.addEventListener("shout", () => (heard += 1), { signal: aborter.signal });
      target.dispatchEvent(new Event("shout"));
      aborter.abort();
      target.dispatchEvent(new Event("shout"));
      return heard;
    },
    markup: () => document.querySelectorAll("button").length + (document.body?.closest("html")?.tagName ?? ""),
    navigation: () => typeof navigation.addEventListener,
    random: () => crypto.getRandomValues(new Uint8Array(4)).length,
    storage: () => {
      localStorage.setItem("host", "mine");
      return localStorage.getItem("host") ?? "nothing";
    },
    text: () => new TextEncoder().encode(atob("aG9zdA==")).length,
    timer: () => new Promise((resolve) => setTimeout(() => resolve("rang"), 5)),
    url: () => `${new URL("/x?a=1", location.href).searchParams.get("a")}${new URLSearchParams("b=2").get("b")}`,
  };
  const outcome = async (chore: () => unknown): Promise<string> => {
    try {
      return String(await Promise.race([chore(), wait(8_000).then(() => "never")]));
    } catch (error) {
      return String(error);
    }
  };
  const host: Host = {
    clicks: 0,
    async work() {
      const findings: Record<string, string> = {};
      await Promise.all(Object.entries(chores).map(async ([name, chore]) => (findings[name] = await outcome(chore))));
      return findings;
    },
    before: Promise.resolve({}),
  };
  host.before = host.work();
  return host;
}
