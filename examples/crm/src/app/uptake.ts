import type { HTMLAttributes } from "preact";

declare global {
  /** The stub until `/uptake.js` has arrived, then the tracker. */
  const uptake: {
    /** Counts one action of the person, in the feature that they are in. */
    track(action: string): void;
    /** Forgets the person, before signing out. */
    reset(): void;
  };
  namespace preact.JSX {
    interface IntrinsicElements {
      "uptake-progress": HTMLAttributes<HTMLElement> & { server: string; token: string };
    }
  }
}

/** Address of the collector and a read token for the signed-in person; null while Uptake is off. */
export type UptakeAccess = { readonly server: string; readonly token: string } | null;
