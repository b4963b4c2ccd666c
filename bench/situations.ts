import { chromium } from "../tests/tracker/chromium.ts";
import { perform } from "../tests/tracker/perform.ts";
import type { Scenario } from "../tests/tracker/scenario.ts";
import { scenarios } from "../tests/tracker/scenarios/index.ts";
import type { Finding } from "../tests/tracker/table.ts";
import { uptakeSubject } from "../tests/tracker/uptake-subject.ts";
import type { Peer } from "./contender.ts";
import { createPeerSubject } from "./peer-subject.ts";

/** What became of a contender in a situation. */
export interface SituationOutcome {
  readonly situation: string;
  readonly contender: string;
  readonly findings: readonly Finding[];
  /** Events that came more than once. */
  readonly duplicates: number;
  /** Whether it takes events at all. */
  readonly hasActions: boolean;
  /** Why there are no findings. */
  readonly failure?: string;
}

/** Of all the tests' scenarios, those that every tracker claims to get right. */
const plain: readonly string[] = [
  "Continuous use, then the tab is closed",
  "20 s of use, away for longer than the 30 s limit, and back",
  "Two tabs in turn",
  "Another window in front, this one still visible",
  "The machine sleeps in the midst of it",
  "The page crashes: at most the open gap and 5 s are lost",
  "Each route of a single page its share",
  "The collector is unavailable for a while",
  "The collector is unavailable for the whole visit",
  "Offline until the tab is closed",
  "Five tabs, each closed at once",
  "1000 actions in a burst, then closed at once",
  "The browser is killed",
];

/** Every one with a browser of its own. */
const atOnce = 6;

function scenarioOf(name: string): Scenario {
  const scenario = scenarios.find((one) => one.name === name);
  if (!scenario) throw new Error(`[bench] There is no scenario "${name}" in tests/tracker.`);
  return scenario;
}

async function play(scenario: Scenario, peer: Peer | null): Promise<SituationOutcome> {
  const subject = peer ? createPeerSubject(peer) : null;
  const { findings, failure } = await perform(scenario, chromium, subject ?? uptakeSubject);
  return {
    situation: scenario.name,
    contender: peer?.name ?? "Uptake",
    findings: findings ?? [],
    duplicates: subject?.duplicates() ?? 0,
    hasActions: peer?.action("any", 1) !== null,
    ...(failure !== undefined && { failure }),
  };
}

/** Puts ours and others through them, all in the same situation at about the same time. In the order of the situations. */
export async function playSituations(peers: readonly Peer[]): Promise<readonly SituationOutcome[]> {
  const outcomes: SituationOutcome[] = [];
  const waiting = plain.flatMap((name) => [null, ...peers].map((peer) => ({ scenario: scenarioOf(name), peer })));
  const player = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      outcomes.push(await play(next.scenario, next.peer));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, player));
  return outcomes.toSorted((one, other) => plain.indexOf(one.situation) - plain.indexOf(other.situation));
}
