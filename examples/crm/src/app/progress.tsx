import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { request } from "./api.ts";
import type { UptakeAccess } from "./uptake.ts";

/** The person's own progress, as Uptake's widget shows it. */
export function Progress() {
  const element = useRef<HTMLElement>(null);
  const [access, setAccess] = useState<UptakeAccess | undefined>();
  const refresh = useCallback(() => {
    request<UptakeAccess>("GET", "/api/uptake-token").then(setAccess, () => setAccess(null));
  }, []);
  useEffect(refresh, [refresh]);
  useEffect(() => {
    const widget = element.current;
    widget?.addEventListener("uptake-token-expired", refresh);
    return () => widget?.removeEventListener("uptake-token-expired", refresh);
  }, [access, refresh]);

  if (access === undefined) return null;
  if (access === null) return <p class="progress-offline">Progress isn't switched on for this workspace.</p>;
  return (
    <>
      <uptake-progress ref={element} server={access.server} token={access.token} />
      <p class="progress-offline">Your progress appears here as soon as Uptake can be reached.</p>
    </>
  );
}
