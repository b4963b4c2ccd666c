import { enableActivityTracking, newTracker, trackPageView, trackStructEvent } from "@snowplow/browser-tracker";
import { onRoute } from "./on-route.ts";
import { receiverUrl } from "./receiver-url.ts";

newTracker("sp", receiverUrl, { appId: "host" });
enableActivityTracking({ minimumVisitLength: 10, heartbeatDelay: 10 });
trackPageView();
onRoute(() => trackPageView());
Object.assign(window, { act: (action: string) => trackStructEvent({ category: "host", action }) });
