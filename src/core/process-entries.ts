/** The files that the core starts as threads and processes of its own. */
export const readerEntry = new URL("../entries/reader.ts", import.meta.url);
export const engineEntry = new URL("../entries/engine.ts", import.meta.url);
