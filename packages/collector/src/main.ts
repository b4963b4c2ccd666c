#!/usr/bin/env node
import { runCommandLine } from "./cli.ts";

// Whoever reads only the beginning, as `head` does, has what they wanted; a collector that serves goes on.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

process.exitCode = await runCommandLine(process.argv.slice(2), process.env, {
  print: (line) => void process.stdout.write(`${line}\n`),
  warn: (line) => void process.stderr.write(`${line}\n`),
});
