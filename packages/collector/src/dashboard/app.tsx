import { useEffect, useRef } from "preact/hooks";
import { LocationProvider, Route, Router, useLocation } from "preact-iso";
import { atBase, withoutBase } from "./base-path.ts";
import { DashboardContext, useDashboard, type Dashboard } from "./dashboard.ts";
import { focusHeading } from "./parts/page-heading.tsx";
import { AccountsScreen } from "./screens/accounts-screen.tsx";
import { FeaturesScreen } from "./screens/features-screen.tsx";
import { NotFoundScreen } from "./screens/not-found-screen.tsx";
import { SignInScreen } from "./screens/sign-in-screen.tsx";
import { Shell } from "./shell/shell.tsx";

/** The whole dashboard. */
export function App({ dashboard }: { readonly dashboard: Dashboard }) {
  return (
    <DashboardContext.Provider value={dashboard}>
      <LocationProvider>
        <Gate />
      </LocationProvider>
    </DashboardContext.Provider>
  );
}

/** Nobody sees anything but the sign-in screen until the collector knows them. */
function Gate() {
  const { session } = useDashboard();
  const { path: mountedPath, url, route } = useLocation();
  const path = withoutBase(mountedPath);
  const isSignIn = path === "/sign-in";

  useEffect(() => {
    if (!isSignIn) void session.load();
  }, []);
  const cameFrom = useRef(path);
  useEffect(() => {
    if (path === "/") route(atBase(withoutBase(url).replace("/", "/accounts")), true);
    else if (path !== cameFrom.current && cameFrom.current !== "/") focusHeading();
    cameFrom.current = path;
  }, [path]);

  if (isSignIn || session.state.value.kind === "signed-out") return <SignInScreen />;
  if (path === "/") return null;
  return (
    <Shell>
      <Router>
        <Route path={atBase("/accounts")} component={AccountsScreen} />
        <Route path={atBase("/features")} component={FeaturesScreen} />
        <Route default component={NotFoundScreen} />
      </Router>
    </Shell>
  );
}
