import type { Arrival } from "./receiver.ts";

/** The JSON bodies of what the receiver holds under paths that begin so. */
export function heldBodies<Body>(arrivals: readonly Arrival[], path: string): Body[] {
  return arrivals
    .filter(({ isHeld, url, body }) => isHeld && url.startsWith(path) && body !== "")
    .map(({ body }) => JSON.parse(body) as Body);
}

/** The feature of an address of the host: the first part of its path. */
export function featureOf(address: string): string {
  return new URL(address, "http://host.test").pathname.split("/")[1] ?? "";
}
