import { adoptionFunnel, countFunnel, entryPointsOf } from "../domain/usage/funnel.ts";
import type { CompiledFeature } from "../domain/compile-definitions.ts";
import { DEFAULT_PERIOD, type FunnelReply } from "./contract.ts";
import { funnelIn, type FeatureFunnel } from "./counting/count-funnels.ts";
import { sumsOf } from "./counting/kept-sums.ts";
import { numberAddress } from "./number-address.ts";
import { FUNNEL_NUMBERS, FUNNEL_PERCENTS } from "./numbers/funnel.ts";
import { readFormat, type ListFormat } from "./query/list-query.ts";
import { invalidParameter, readText } from "./query/parameters.ts";
import { readFunnelMembers } from "./reading/funnel-members.ts";
import { keptForAny } from "./reading/kept-for.ts";
import { readingOfPeople, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { definedFeatures } from "./reading/uses.ts";
import { listOf } from "./tables/file-name.ts";
import { answerTable, type TableFile } from "./tables/table-file.ts";

/**
 * `GET /v1/funnel?feature=&format=`: how far those who could adopt a feature get with it, from seeing the way in to coming back, up to
 * the last day that counts; of the period only its end says anything about it.
 * @throws HttpProblem `invalid-parameter`.
 */
export async function readFunnel(request: ReadRequest): Promise<Response> {
  const asked = readText(request.parameters, "feature") ?? "";
  const format = readFormat(request.parameters, request.accept);
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
    steps: steps.map((step) => {
      const percent = FUNNEL_PERCENTS[step.stage];
      return Object.assign({}, step, {
        address: opens(FUNNEL_NUMBERS[step.stage]),
        percentAddress: percent === null ? null : opens(percent),
      });
    }),
    stillOpen,
    stillOpenAddress: opens("funnelStillOpen"),
  };
  return format === "json" ? Response.json(reply) : fileOf(reply, format);
}

/** One step of the funnel, as its file has it. */
interface FunnelLine extends Pick<FunnelReply["steps"][number], "people" | "percentOfPrevious"> {
  readonly feature: string;
  readonly featureName: string;
  /** A stage, or those from whom the funnel begins, or who still have days left to come back. */
  readonly step: FunnelReply["steps"][number]["stage"] | "members" | "stillOpen";
}

const FILE: TableFile<FunnelLine> = {
  name: "funnel",
  isOfDay: true,
  keys: ["feature", "step"],
  columns: ["feature", "featureName", "step", "people", "percentOfPrevious"],
};

/** The members, a line for each step, and who is still on the way to the last one. */
function fileOf(reply: FunnelReply, format: Exclude<ListFormat, "json">): Promise<Response> {
  const { feature, name: featureName, members, steps, stillOpen } = reply;
  const lines = [
    { step: "members" as const, people: members, percentOfPrevious: null },
    ...steps.map(({ stage, people, percentOfPrevious }) => ({ step: stage, people, percentOfPrevious })),
    { step: "stillOpen" as const, people: stillOpen, percentOfPrevious: null },
  ];
  return answerTable(
    listOf(FILE, feature),
    lines.map((line) => Object.assign({ feature, featureName }, line)),
    format,
    reply,
  );
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
