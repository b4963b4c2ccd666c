import TimeMe from "timeme.js";
import { onRoute } from "./on-route.ts";
import { receiverUrl } from "./receiver-url.ts";

// As its documentation proposes; it leaves it to the page to send the times.
TimeMe.initialize({ currentPageName: location.pathname, idleTimeoutInSeconds: 30 });
onRoute((path) => {
  TimeMe.stopTimer();
  TimeMe.setCurrentPageName(path);
  TimeMe.startTimer();
});
addEventListener("pagehide", () => {
  const report = { document: performance.timeOrigin, pages: TimeMe.getTimeOnAllPagesInSeconds() };
  navigator.sendBeacon(`${receiverUrl}/time`, JSON.stringify(report));
});
