import type { Natives } from "./sabotage.ts";

/**
 * Calls every method of `window.uptake` with arguments that make sense and with others, and whatever it returns.
 * Self-contained: it travels as text.
 * @returns what was thrown or rejected, by call; and the methods that it knows no call for.
 */
export async function callEverything(): Promise<readonly string[]> {
  const { uptake, natives } = window as unknown as {
    readonly uptake?: Readonly<Record<string, unknown>>;
    readonly natives: Natives;
  };
  const trap = () => {
    throw new Error("the host's own");
  };
  const angry = new Proxy({}, { get: trap, has: trap, ownKeys: trap });
  const values: readonly unknown[] = [
    undefined,
    null,
    "",
    "plain",
    "__proto__",
    "x".repeat(100_000),
    "\u0000\ud800",
    0,
    -1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1n,
    Symbol("s"),
    true,
    {},
    [],
    angry,
    trap,
    { account: "acme", user: {} },
    { account: "", user: "u" },
    { account: "acme", user: "u_1", token: 7, refreshToken: trap },
    {
      get account() {
        return trap();
      },
      user: "u",
    },
    document.body,
    new Date(Number.NaN),
  ];
  const counts: readonly unknown[] = [-1, 0.5, Number.NaN, "2", null, 1e300, {}, angry];
  const each = values.map((value) => [value]);
  const calls: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
    progress: [[], [angry]],
    inspect: [[], [angry]],
    flush: [[], [angry]],
    identify: [...each, [{ account: "acme", user: "u_2" }], [{ account: 1, user: 2 }], []],
    track: [...each, ...counts.map((count) => ["sent", { count }]), ["sent", null], ["sent", { count: 2 }], []],
    enter: [...each, ["calendars"], []],
    leave: [...each, []],
    hold: [...each, ["call"], []],
    subscribe: [...each, [() => {}], []],
    reset: [[], [angry]],
    optOut: [[], [angry]],
    optIn: [[], [angry]],
    stop: [[], [angry], []],
  };
  const failures: string[] = [];
  const attempt = async (what: string, call: () => unknown) => {
    try {
      await Promise.race([call(), natives.wait(50)]);
    } catch (error) {
      failures.push(`${what}: ${String(error)}`);
    }
  };
  for (const name of Object.keys(uptake ?? {})) {
    const method = uptake?.[name];
    if (typeof method === "function" && !calls[name]) failures.push(`${name} is not among the calls`);
  }
  for (const [name, lists] of Object.entries(calls)) {
    const method = uptake?.[name];
    if (typeof method !== "function") continue;
    for (const [index, list] of lists.entries()) {
      const what = `${name} (${index})`;
      let result: unknown;
      const call = () => (result = Reflect.apply(method, uptake, list));
      // What is returned is used at once, and twice; only promises are waited for.
      await attempt(what, () => (typeof call() === "function" ? undefined : result));
      if (typeof result !== "function") continue;
      await attempt(`${what} ended`, result as () => unknown);
      await attempt(`${what} ended again`, result as () => unknown);
    }
  }
  return failures;
}
