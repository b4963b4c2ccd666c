import { guard } from "./edges.ts";

/** Those of the host's code who want to know when something has changed. */
export const listeners = new Set<() => void>();

let isFrameAsked: boolean;

/** Something has changed: tells them with the next animation frame. */
export const announce = () => {
  if (isFrameAsked || !listeners.size) return;
  guard(() => {
    isFrameAsked = true;
    requestAnimationFrame(() => {
      isFrameAsked = false;
      listeners.forEach(guard);
    });
  });
};
