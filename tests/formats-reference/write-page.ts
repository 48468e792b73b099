/**
 * Writes docs/formats.md, the table of the formats that Winnow reads, from the entries that the tests check.
 *
 * usage: npm run formats
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expectedEntries } from "./expected-files.ts";
import { formatsPage } from "./formats-page.ts";

writeFileSync(fileURLToPath(new URL("../../docs/formats.md", import.meta.url)), formatsPage(expectedEntries()));
