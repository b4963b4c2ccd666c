import type { Arrival } from "./receiver.ts";

/** What the receiver holds of requests to paths that begin so, as JSON; also where that came as a form of base64. */
export function heldBodies<Body>(arrivals: readonly Arrival[], path: string): Body[] {
  return arrivals
    .filter(({ isHeld, url, body }) => isHeld && url.startsWith(path) && body !== "")
    .map(({ body }) => JSON.parse(decode(body)) as Body);
}

const decode = (body: string): string =>
  body.startsWith("data=") ? Buffer.from(new URLSearchParams(body).get("data") ?? "", "base64").toString() : body;

/** The feature of an address of the host: the first part of its path. */
export function featureOf(address: string): string {
  return new URL(address, "http://host.test").pathname.split("/")[1] ?? "";
}
