import { ADOPTION } from "./adoption.ts";
import { ASSETS } from "./assets.ts";
import { BREADTH } from "./breadth.ts";
import { COMPANIES } from "./companies.ts";
import { COVERAGE } from "./coverage.ts";
import { ELIGIBLE } from "./eligible.ts";
import { USED } from "./features-used.ts";
import { FUNNEL } from "./funnel.ts";
import { HEALTH_SCORE } from "./health.ts";
import { LICENSED_USERS } from "./licensed-users.ts";
import { LIVE_MODULES } from "./live-modules.ts";
import { MEDIAN_TIME } from "./median-time.ts";
import { MILESTONES } from "./milestones.ts";
import { MODULES } from "./modules.ts";
import { keptUnderId, type NumberDefinition } from "./number.ts";
import { PEOPLE, PEOPLE_LISTS } from "./people.ts";
import { PRODUCT_ENGAGEMENT } from "./product-engagement.ts";
import { PROGRESS } from "./progress.ts";
import { RETENTION } from "./retention.ts";
import { RUNS } from "./runs.ts";
import { ACTIVE_TIME, ENGAGEMENT, VISITS } from "./use.ts";

/** Every number that can be opened, by its id. */
export const NUMBERS: ReadonlyMap<string, NumberDefinition> = new Map(
  [
    keptUnderId(ACTIVE_TIME),
    MEDIAN_TIME,
    keptUnderId(VISITS),
    keptUnderId(ENGAGEMENT),
    ...ASSETS,
    RUNS,
    ...COMPANIES,
    ...PEOPLE,
    ...PEOPLE_LISTS,
    ...ADOPTION,
    PROGRESS,
    ...BREADTH,
    ...USED,
    ...COVERAGE,
    LICENSED_USERS,
    ...ELIGIBLE,
    HEALTH_SCORE,
    PRODUCT_ENGAGEMENT,
    ...MODULES,
    ...LIVE_MODULES,
    ...FUNNEL,
    ...MILESTONES,
    ...RETENTION,
  ].map((definition) => [definition.id, definition]),
);
