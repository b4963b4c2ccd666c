#!/usr/bin/env node
import { runCommandLine } from "./cli.ts";

process.exitCode = await runCommandLine(process.argv.slice(2), process.env, {
  print: (line) => void process.stdout.write(`${line}\n`),
  warn: (line) => void process.stderr.write(`${line}\n`),
});
