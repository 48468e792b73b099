#!/usr/bin/env node
/**
 * Sets Winnow up when needed, then runs a file of the checkout under Node 24.
 * usage: node scripts/run.mjs FILE [ARGUMENT…]     (without FILE: set-up alone)
 */
import { runFile } from "./setup/run-file.mjs";

const [file, ...args] = process.argv.slice(2);
await runFile(file, args);
