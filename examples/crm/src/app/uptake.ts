import type { HTMLAttributes } from "preact";
import { request } from "./api.ts";

declare global {
  /** The stub until `/uptake.js` has arrived, then the tracker. */
  const uptake: {
    /** Adds to what the tag says of the person. */
    identify(identity: {
      readonly account: string;
      readonly user: string;
      readonly token?: string;
      readonly refreshToken?: () => Promise<string>;
    }): void;
    /** Forgets the person, before signing out. */
    reset(): void;
    /** Counts one action of the person, in the feature that they are in. */
    track(action: string): void;
    /** Attention without input. @returns the function that ends it. */
    hold(name: string): () => void;
    /** The person allows, or refuses, to be measured in this browser. */
    optIn(): void;
    optOut(): void;
    /** What the tracker does now, and why not more; the stub doesn't know. */
    inspect?(): { readonly status: string; readonly why: string | null; readonly pendingBytes: number };
  };
  namespace preact.JSX {
    interface IntrinsicElements {
      "uptake-progress": HTMLAttributes<HTMLElement> & { server: string; token: string };
    }
  }
}

/** Address of the collector and a token for the signed-in person; null while Uptake is off. */
export type UptakeAccess = { readonly server: string; readonly token: string } | null;

/** Gives the tracker another token when its own has expired, in a page that stays open longer than that. */
export function keepTokenFresh(): void {
  const { account, user, token } = document.querySelector<HTMLElement>("script[data-token]")?.dataset ?? {};
  if (!account || !user || !token) return;
  const refreshToken = async () => (await request<UptakeAccess>("GET", "/api/uptake-write-token"))?.token ?? "";
  uptake.identify({ account, user, token, refreshToken });
}
