import { init, track } from "@plausible-analytics/tracker";
import { receiverUrl } from "./receiver-url.ts";

// It would ignore a page on this machine, and one that a program drives.
init({ domain: "host.test", endpoint: `${receiverUrl}/api/event`, captureOnLocalhost: true, logging: false });
Object.assign(window, { act: (name: string) => track(name, {}) });
