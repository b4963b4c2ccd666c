import { posthog } from "posthog-js";
import { receiverUrl } from "./receiver-url.ts";

// Page views, page leaves with the duration, and what the host captures: nothing else.
posthog.init("phc_bench", {
  api_host: receiverUrl,
  capture_pageview: "history_change",
  capture_pageleave: true,
  autocapture: false,
  rageclick: false,
  capture_dead_clicks: false,
  capture_heatmaps: false,
  capture_performance: false,
  capture_exceptions: false,
  disable_session_recording: true,
  disable_surveys: true,
  disable_external_dependency_loading: true,
  advanced_disable_flags: true,
  // The receiver reads plain JSON.
  disable_compression: true,
  // It would ignore a browser that a program drives.
  opt_out_useragent_filter: true,
});
Object.assign(window, { act: (name: string) => posthog.capture(name) });
