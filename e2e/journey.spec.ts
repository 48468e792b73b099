import { firstToRelease } from "./journeys/first-to-release.ts";
import { test } from "./support/fixtures.ts";

test("from the first start to a release, and back on another day", ({ home, start }) =>
  firstToRelease({ home, start }));
