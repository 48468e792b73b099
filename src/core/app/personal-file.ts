import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Preferences, PreferencesChange, RecentProject } from "#contract/commands/app.ts";
import { AppError } from "#contract/errors.ts";
import { configurationFolder } from "./places.ts";

/** A project that was opened, as it is remembered: whether it is found is looked up each time. */
export type RememberedProject = Omit<RecentProject, "isFound">;

export interface Personal {
  readonly preferences: Preferences;
  /** The latest first. */
  readonly recents: readonly RememberedProject[];
}

const FILE_NAME = "winnow.json";
const MOST_RECENTS = 20;

/**
 * Preferences and recent projects in one small file of the user's configuration folder. Read again each time, so that
 * two windows do not write over each other's changes; written under another name and renamed, so that a crash leaves
 * the old file or the new one. A file that cannot be understood is set aside, and defaults are used.
 */
export class PersonalFile {
  readonly #folder: string;

  constructor(folder = configurationFolder()) {
    this.#folder = folder;
  }

  get path(): string {
    return join(this.#folder, FILE_NAME);
  }

  read(): Personal {
    let text: string;
    try {
      text = readFileSync(this.path, "utf8");
    } catch {
      return { preferences: Preferences.parse({}), recents: [] };
    }
    return parsePersonal(text) ?? this.#setAside();
  }

  /**
   * Changes what is stored.
   * @throws AppError file-unwritable
   */
  change(change: (before: Personal) => Personal): Personal {
    const after = change(this.read());
    const kept = { ...after, recents: after.recents.slice(0, MOST_RECENTS) };
    const temporary = `${this.path}.${process.pid}.partial`;
    try {
      mkdirSync(this.#folder, { recursive: true });
      const file = openSync(temporary, "w", 0o600);
      try {
        writeSync(file, `${JSON.stringify(kept, null, 2)}\n`);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(temporary, this.path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw new AppError(
        "file-unwritable",
        `Your preferences cannot be saved in ${this.#folder}.`,
        "Make room on that disk, or ask for permission to write there. Projects and labels are not concerned.",
        { cause: error },
      );
    }
    return kept;
  }

  /** A damaged file is kept for a person to look at; nothing in it is worth stopping for. */
  #setAside(): Personal {
    try {
      renameSync(this.path, `${this.path}.damaged`);
    } catch {
      // It cannot be moved either: the next change says so.
    }
    return { preferences: Preferences.parse({}), recents: [] };
  }
}

/** What a file says, entry by entry, so that one bad value costs only itself; null where it is no such file at all. */
function parsePersonal(text: string): Personal | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const { preferences, recents } = value as { preferences?: unknown; recents?: unknown };
  return { preferences: parsePreferences(preferences), recents: parseRecents(recents) };
}

function parsePreferences(value: unknown): Preferences {
  const whole = Preferences.safeParse(value);
  if (whole.success) return whole.data;
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
  const good = entries.filter(([name, entry]) => PreferencesChange.safeParse({ [name]: entry }).success);
  return Preferences.parse(Object.fromEntries(good));
}

function parseRecents(value: unknown): RememberedProject[] {
  const schema = RecentProject.omit({ isFound: true });
  return (Array.isArray(value) ? value : []).flatMap((entry) => {
    const parsed = schema.safeParse(entry);
    return parsed.success ? [parsed.data] : [];
  });
}
