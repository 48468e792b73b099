import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What takes long, roughly: whole runs of the product, then what teaches networks, then all else. */
const LONG_FIRST = ["tests/crash.test.ts", "tests/", "src/core/judge/", "src/core/engine/", "src/core/"];

/**
 * Starts with the tests that take longest, so that at the end no worker waits for one of them. (Without a cache of earlier
 * runs vitest goes by the size of files, and the longest test has one of the shortest.)
 */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => rankOf(a.moduleId) - rankOf(b.moduleId));
  }
}

function rankOf(path: string): number {
  const rank = LONG_FIRST.findIndex((start) => relative(process.cwd(), path).startsWith(start));
  return rank < 0 ? LONG_FIRST.length : rank;
}
