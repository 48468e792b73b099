import { z } from "zod";
import type { CommandSchema } from "./command.ts";

const settings = z.object({
  /** Name under which labels are given; empty until the person has said it. */
  rater: z.string().max(80),
  theme: z.enum(["dark", "light", "system"]),
  /** Everything but the images at three quarters of its brightness, for reading rooms. */
  isDimmed: z.boolean(),
  language: z.enum(["system", "en", "de"]),
  /** Own keys: action → key, where they differ from the ones that Winnow comes with. */
  keys: z.record(z.string(), z.string()),
  tileWidth: z.int().min(150).max(360),
  overlay: z.object({ style: z.enum(["outline-fill", "outline"]), fill: z.number().min(0).max(0.6) }),
});
const { rater, theme, isDimmed, language, keys, tileWidth, overlay } = settings.shape;

export const Preferences = z.object({
  rater: rater.default(""),
  theme: theme.default("dark"),
  isDimmed: isDimmed.default(false),
  language: language.default("system"),
  keys: keys.default({}),
  tileWidth: tileWidth.default(200),
  overlay: overlay.default({ style: "outline-fill", fill: 0.18 }),
});
export type Preferences = z.infer<typeof Preferences>;

/** What is left out stays as it is (a schema with defaults would put them in its place). */
export const PreferencesChange = settings.partial();

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
  "app.setPreferences": { kind: "mutation", input: PreferencesChange, output: Preferences },
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
      /** Whole paths, in the order of their names; so are `projects`. */
      folders: z.array(z.string()),
      projects: z.array(z.string()),
      nImages: z.int(),
    }),
  },
} as const satisfies Record<string, CommandSchema>;
