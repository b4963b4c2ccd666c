declare const navigation: EventTarget;

/** Calls back after each change of the path within the page, as a host's router would. */
export function onRoute(run: (path: string) => void): void {
  let path = location.pathname;
  navigation.addEventListener("currententrychange", () => {
    if (location.pathname === path) return;
    path = location.pathname;
    run(path);
  });
}
