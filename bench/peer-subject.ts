import type { Subject } from "../tests/tracker/subject.ts";
import { tagHtml, type Peer } from "./contender.ts";
import { openReceiver } from "./receiver.ts";

/** Another tracker, as one that can be put through our tracker's scenarios. */
export interface PeerSubject extends Subject {
  /** Events that came more than once in the scenario that was opened last. */
  duplicates(): number;
}

/** One for one scenario. */
export function createPeerSubject(peer: Peer): PeerSubject {
  let duplicates = 0;
  return {
    name: peer.name,
    hasFeatures: true,
    duplicates: () => duplicates,
    async open() {
      const receiver = await openReceiver(peer);
      return {
        html: () => tagHtml(peer, receiver.url),
        action: (name, count) => peer.action(name, count) ?? "",
        reported() {
          const held = peer.held(receiver.arrivals);
          duplicates = held.duplicates;
          return { activeMs: held.activeMs, actions: held.actions };
        },
        answer: receiver.answer,
        close: receiver.close,
      };
    },
  };
}
