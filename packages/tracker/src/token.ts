import { guard } from "./edges.ts";
import { WRITE_AUDIENCE } from "./protocol/index.ts";

/** Whether a JWT may stay in the browser: its audience is exactly the one that can only write. */
export function isStorable(token: string): boolean {
  return guard(() => {
    const payload = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    return (JSON.parse(atob(payload)) as { aud?: unknown }).aud === WRITE_AUDIENCE;
  }, false);
}
