/**
 * The end-to-end tests alone, in Electron and in a browser.
 *
 * usage: npm run test:e2e [-- ARGUMENTS OF PLAYWRIGHT]     for example: -- --project browser review.spec.ts
 */
import { runEndToEnd } from "./support/run-e2e.ts";

const { passed, failed } = await runEndToEnd(process.argv.slice(2));
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 ? 1 : 0;
