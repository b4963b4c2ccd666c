import { COMMANDS, LATER_COMMANDS } from "./cli/commands.ts";
import { createContext, type CommandOutput } from "./cli/context.ts";
import { CommandFailure } from "./cli/failure.ts";
import { helpOnVariables } from "./config-variables.ts";

const HELP = `uptake: is our product really being used?

Commands
${Object.entries(COMMANDS)
  .map(([name, { help }]) => `  ${name.padEnd(8)} ${help}`)
  .join("\n")}

Not in this version yet: ${LATER_COMMANDS.join(", ")}.

Variables
${helpOnVariables()}`;

/**
 * Runs the `uptake` command.
 * @param words what stands after its name.
 * @returns the exit code: 0, 1 for a failure, 2 for a wrong call.
 */
export async function runCommandLine(
  words: readonly string[],
  environment: NodeJS.Dict<string>,
  output: CommandOutput,
): Promise<number> {
  const isCommand = words[0] !== undefined && !words[0].startsWith("-");
  const [name, rest] = isCommand ? [words[0] ?? "", words.slice(1)] : ["serve", words];
  if (words.includes("--help") || words.includes("-h") || name === "help") {
    output.print(HELP);
    return 0;
  }
  try {
    if (LATER_COMMANDS.includes(name)) {
      throw new CommandFailure(`\`uptake ${name}\` is not in this version yet.`, 2);
    }
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (command === undefined) {
      throw new CommandFailure(`There is no command "${name}". There are: ${Object.keys(COMMANDS).join(", ")}.`, 2);
    }
    return await command.run(rest, createContext(environment, output));
  } catch (error) {
    const { message, exitCode } = toFailure(error);
    output.warn(`[uptake] ${message}`);
    return exitCode;
  }
}

function toFailure(error: unknown): CommandFailure {
  if (error instanceof CommandFailure) return error;
  const isWrongCall = error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  if (isWrongCall) return new CommandFailure(`${error.message} See: uptake --help`, 2);
  return new CommandFailure(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
