/**
 * Of tests that are run in one shell alone: where the interface is the same in both, or what is tested is a shell's own.
 * Runs in the other shell leave them out before anything is started for them (playwright.config.ts).
 */
export const electronOnly = { tag: "@electron-only" } as const;
export const browserOnly = { tag: "@browser-only" } as const;
