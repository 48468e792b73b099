import { setImmediate as nextTurn } from "node:timers/promises";

/** Of the longest rows some 20 ms of reading. */
const PAGE = 4000;

/**
 * A long list, read in pages with a turn of the loop between them: a mark that is given meanwhile does not wait for all
 * of it. What is written in between may show in the later pages.
 * @param read one page: at most so many rows beyond the one with this id, by rising id
 */
export async function inTurns<Row>(
  read: (beyond: number, most: number) => readonly Row[],
  idOf: (row: Row) => number,
  take: (row: Row) => void,
): Promise<void> {
  let beyond = -1;
  for (;;) {
    const rows = read(beyond, PAGE);
    for (const row of rows) take(row);
    if (rows.length < PAGE) return;
    beyond = idOf(rows.at(-1)!);
    await nextTurn();
  }
}
