import { OTHER_FEATURE } from "@uptake/tracker/protocol";
import { invalidParameter } from "../query/parameters.ts";
import type { ReadRequest } from "./read-request.ts";
import type { Reading } from "./reading.ts";

/**
 * Refuses a feature or a person of whom nobody has heard: every number about them would be 0, as if they were known. Whom
 * filters leave out, and who wasn't there yet on the day that is looked at, is known all the same.
 * @throws HttpProblem `invalid-parameter`.
 */
export async function assertKnown(
  { asker: { scope }, parts: { facts } }: ReadRequest,
  { definitions: { features } }: Pick<Reading, "definitions">,
  { feature, user }: { readonly feature?: string | undefined; readonly user?: string | undefined },
): Promise<void> {
  if (feature !== undefined && !features.has(feature) && feature !== OTHER_FEATURE) {
    const used = await facts.totals({ scope, by: ["feature"], feature });
    if (used.length === 0) {
      const defined = [...features.keys(), OTHER_FEATURE].join(", ");
      throw invalidParameter("feature", feature, `${defined}, and what else was used under its own name`);
    }
  }
  if (user !== undefined && (await facts.users(scope, [user])).length === 0) {
    throw invalidParameter("user", user, "the people of GET /v1/users");
  }
}
