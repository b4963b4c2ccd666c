import { adoptionFunnel, countFunnel, entryPointsOf } from "../domain/usage/funnel.ts";
import type { CompiledFeature } from "../domain/compile-definitions.ts";
import { DEFAULT_PERIOD, type FunnelReply } from "./contract.ts";
import { funnelIn, type FeatureFunnel } from "./counting/count-funnels.ts";
import { sumsOf } from "./counting/kept-sums.ts";
import { numberAddress } from "./number-address.ts";
import { FUNNEL_NUMBERS } from "./numbers/funnel.ts";
import { invalidParameter, readText } from "./query/parameters.ts";
import { readFunnelMembers } from "./reading/funnel-members.ts";
import { keptForAny } from "./reading/kept-for.ts";
import { readingOfPeople, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { definedFeatures } from "./reading/uses.ts";

/**
 * `GET /v1/funnel?feature=`: how far those who could adopt a feature get with it, from seeing the way in to coming back, up to
 * the last day that counts; of the period only its end says anything about it.
 * @throws HttpProblem `invalid-parameter`.
 */
export async function readFunnel(request: ReadRequest): Promise<Response> {
  const asked = readText(request.parameters, "feature") ?? "";
  const reading = await readingOfPeople(request, DEFAULT_PERIOD);
  const features = definedFeatures(reading);
  const definition = features.find(({ feature }) => feature === asked);
  if (definition === undefined) {
    const allowed = features.map(({ feature }) => feature).join(", ");
    throw invalidParameter("feature", asked, allowed === "" ? "nothing: none is defined" : allowed);
  }
  const kept = keptForAny(reading);
  const { feature, name } = definition;
  const counts = await (kept === null
    ? countMembers(reading, definition)
    : sumsOf(reading, kept, "funnels").then((sums) => funnelIn(sums, feature)));
  const { steps, stillOpen } = adoptionFunnel(counts);
  const opens = (number: string): string => numberAddress(request.parameters, { number, subject: { feature } });
  const reply: FunnelReply = {
    ...reading.head,
    countedAt: kept?.countedAtMs ?? null,
    feature,
    name,
    members: counts.members,
    membersAddress: opens("funnelMembers"),
    excluded: counts.excluded,
    steps: steps.map((step) => Object.assign({}, step, { address: opens(FUNNEL_NUMBERS[step.stage]) })),
    stillOpen,
    stillOpenAddress: opens("funnelStillOpen"),
  };
  return Response.json(reply);
}

async function countMembers(reading: Reading, definition: CompiledFeature): Promise<FeatureFunnel> {
  const { members, excluded } = (await readFunnelMembers(reading, definition.feature))(definition);
  const modules = new Map(definedFeatures(reading).map(({ feature, module }) => [feature, module]));
  const entryPoints = entryPointsOf(definition.feature, modules);
  return {
    members: members.length,
    excluded: excluded.length,
    ...countFunnel(members, entryPoints, reading.lastDay),
  };
}
