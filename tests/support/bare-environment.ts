/**
 * What a process is given that a test starts: where programs are, and what Node has made of the sources already, without which
 * it works for as long again before it serves. Nothing else of what the tests were started with.
 */
export const BARE_ENVIRONMENT: NodeJS.Dict<string> = {
  PATH: process.env["PATH"],
  NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
};
