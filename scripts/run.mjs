#!/usr/bin/env node
/**
 * Sets Winnow up when needed, then runs a file of the checkout under Node 24; with --help says what is written above it.
 * usage: node scripts/run.mjs FILE [ARGUMENT…]     (without FILE: set-up alone)
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { projectRoot } from "./setup/places.mjs";
import { runFile } from "./setup/run-file.mjs";

const [file, ...args] = process.argv.slice(2);
if (file && args.includes("--help")) {
  const [, comment] = /\/\*\*(.*?)\*\//s.exec(readFileSync(resolve(projectRoot, file), "utf8")) ?? [];
  process.stdout.write(`${(comment ?? file).replaceAll(/^ \* ?/gm, "").trim()}\n`);
} else await runFile(file, args);
