import { z } from "zod";
import type { CommandSchema } from "./command.ts";

export const Preferences = z.object({
  /** Name under which labels are given; empty until the person has said it. */
  rater: z.string().max(80).default(""),
  theme: z.enum(["dark", "light", "system"]).default("dark"),
  /** Everything but the images at three quarters of its brightness, for reading rooms. */
  isDimmed: z.boolean().default(false),
  language: z.enum(["system", "en", "de"]).default("system"),
  /** Own keys: action → key, where they differ from the ones that Winnow comes with. */
  keys: z.record(z.string(), z.string()).default({}),
  tileWidth: z.int().min(150).max(360).default(200),
  overlay: z.object({ style: z.enum(["outline-fill", "outline"]), fill: z.number().min(0).max(0.6) }).default({
    style: "outline-fill",
    fill: 0.18,
  }),
});
export type Preferences = z.infer<typeof Preferences>;

export const RecentProject = z.object({
  path: z.string(),
  name: z.string(),
  openedAt: z.number(),
  /** False where the file is not there now. */
  isFound: z.boolean(),
  nCandidates: z.int(),
  nAccepted: z.int(),
  nRejected: z.int(),
  nToReview: z.int(),
});
export type RecentProject = z.infer<typeof RecentProject>;

/** What belongs to the person at this computer rather than to a project. */
export const appCommands = {
  "app.state": {
    kind: "query",
    input: z.object({}),
    output: z.object({
      version: z.string(),
      preferences: Preferences,
      recents: z.array(RecentProject),
      /** The sample data set that comes with Winnow, and the project that it is opened as. */
      sample: z.object({ folder: z.string(), project: z.string() }).nullable(),
      /** Where projects and releases are proposed to lie. */
      homeFolder: z.string(),
    }),
  },
  "app.setPreferences": { kind: "mutation", input: Preferences.partial(), output: Preferences },
  "app.forgetRecent": { kind: "mutation", input: z.object({ path: z.string() }), output: z.object({}) },
  /** For a shell without dialogs of its own: what lies in a folder. */
  "app.browse": {
    kind: "query",
    paths: ["folder"],
    input: z.object({ folder: z.string() }),
    output: z.object({
      folder: z.string(),
      /** Null at the top of what may be seen. */
      parent: z.string().nullable(),
      folders: z.array(z.string()),
      projects: z.array(z.string()),
      nImages: z.int(),
    }),
  },
} as const satisfies Record<string, CommandSchema>;
