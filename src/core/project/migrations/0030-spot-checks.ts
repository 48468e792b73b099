import type { Migration } from "./migration.ts";

/** Checks are drawn to prove a list, or to watch it once it is proven. Those drawn before there were spot checks: to prove. */
export const spotChecks: Migration = {
  version: 30,
  name: "spot-checks",
  up: (db) =>
    db.exec(
      "ALTER TABLE draw ADD COLUMN purpose TEXT NOT NULL DEFAULT 'proof' CHECK (purpose IN ('proof', 'spot-check'))",
    ),
};
