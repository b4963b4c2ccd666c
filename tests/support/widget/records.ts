import type { TrackerProgress } from "@uptake/tracker";
import type { MeFeature, MeReply } from "@uptake/tracker/protocol";

const MINUTE_MS = 60_000;

/** A feature as `GET /v1/me` tells it; untouched unless said. */
export function featureRecord(feature: string, over: Partial<MeFeature> = {}): MeFeature {
  return {
    feature,
    name: feature[0]?.toUpperCase() + feature.slice(1),
    module: null,
    activeMs: 0,
    progressMs: 0,
    visits: 0,
    actions: {},
    thresholdMs: 7 * MINUTE_MS,
    stage: "untouched",
    living: null,
    adoptedAt: null,
    lastUsedAt: null,
    ...over,
  };
}

/** A feature that was tried for so long. */
export function triedRecord(feature: string, activeMs: number, over: Partial<MeFeature> = {}): MeFeature {
  return featureRecord(feature, {
    activeMs,
    progressMs: activeMs,
    visits: 1,
    stage: "tried",
    living: "active",
    ...over,
  });
}

/** A feature adopted at an instant. */
export function adoptedRecord(feature: string, activeMs: number, adoptedAt: number): MeFeature {
  return triedRecord(feature, activeMs, { stage: "adopted", adoptedAt });
}

/** Ada's record at Acme. */
export function record(features: readonly MeFeature[], over: Partial<MeReply> = {}): MeReply {
  return {
    user: { id: "ada", name: "Ada" },
    account: { id: "acme", name: "Acme" },
    asOf: Date.UTC(2026, 10, 22, 12),
    definitionVersion: 1,
    idleLimit: "60s",
    features,
    milestones: [],
    ...over,
  };
}

/** What Ada's page has measured: the same under every limit. */
export function progress(
  activeMs: Readonly<Record<string, number>>,
  over: Partial<TrackerProgress> = {},
): TrackerProgress {
  return {
    status: "on",
    writer: "writer-1",
    account: "acme",
    user: "ada",
    feature: "_other",
    counting: false,
    activeMs: Object.fromEntries(Object.entries(activeMs).map(([feature, ms]) => [feature, [ms, ms, ms, ms]])),
    visits: {},
    actions: {},
    ...over,
  };
}

/** An unsigned JWT: the widget reads whom it names and leaves judging it to the collector. */
export function token(user: string, account = "acme", issue = 1): string {
  const encode = (value: unknown) => btoa(JSON.stringify(value)).replaceAll("=", "");
  return `${encode({ alg: "none" })}.${encode({ sub: user, account, issue })}.x`;
}
