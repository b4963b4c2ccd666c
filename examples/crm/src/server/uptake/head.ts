import { raw, html } from "hono/html";
import type { Person } from "../area.ts";
import { stub } from "./stub.ts";
import { signUptakeToken } from "./token.ts";
import type { UptakeSettings } from "./uptake-settings.ts";

/** What a signed-in page carries in its head: the stub, the tracker and the widget. */
export async function uptakeHead(
  person: Person,
  uptake: UptakeSettings | null,
  nonce: string,
  nowMs: number,
): Promise<string> {
  const inline = html`<script nonce="${nonce}">
    ${raw(stub)};
  </script>`;
  if (uptake === null) return String(inline);
  const token = await signUptakeToken(person, "uptake-write", uptake.jwtSecret, nowMs);
  return String(
    html`${inline}
      <script
        async
        src="${uptake.server}/uptake.js?key=${uptake.publicKey}"
        data-account="${person.account}"
        data-user="${person.id}"
        data-token="${token}"
        data-respect="gpc"
      ></script>
      <script async src="${uptake.server}/uptake-widget.js"></script>`,
  );
}
