import { parseArgs } from "node:util";

/** What the command line asks for. */
export interface Options {
  /** Whether other trackers are put through the same. */
  readonly peers: boolean;
  /** Whether scripts that only make our requests of the browser are measured beside it. */
  readonly floor: boolean;
  /** Length of the scripted use. */
  readonly lengthMs: number;
  readonly rounds: number;
  /** Where the figures go as JSON. */
  readonly json: string | undefined;
}

export const usage = `npm run bench:tracker -- [options]
  --peers          also PostHog, Snowplow and Plausible, and everybody's active time and delivery
  --floor          also what hears the same events and does nothing, and what stores and sends as often besides
  --seconds N      length of the scripted use, 60 unless said
  --rounds N       rounds of it, 3 unless said
  --json FILE      writes the figures
  --help           this text`;

const wholeNumber = (name: string, text: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`[bench] --${name} is ${text}, which is not a positive whole number.`);
};

/** @throws on what it doesn't know. @returns null when the usage is asked for. */
export function readOptions(words: readonly string[]): Options | null {
  const { values } = parseArgs({
    args: [...words],
    options: {
      peers: { type: "boolean", default: false },
      floor: { type: "boolean", default: false },
      seconds: { type: "string", default: "60" },
      rounds: { type: "string", default: "3" },
      json: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return null;
  return {
    peers: values.peers,
    floor: values.floor,
    lengthMs: wholeNumber("seconds", values.seconds) * 1_000,
    rounds: wholeNumber("rounds", values.rounds),
    json: values.json,
  };
}
