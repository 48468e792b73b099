import type { Handlers } from "#contract/client.ts";
import { Preferences } from "#contract/commands/app.ts";
import { browseFolder } from "../app/browse-folder.ts";
import { documentsFolder, samplePlaces } from "../app/places.ts";
import { listRecents } from "../app/recents.ts";
import type { Session } from "../session.ts";
import { WINNOW_VERSION } from "../version.ts";

export function appHandlers(session: Session): Pick<Handlers, Extract<keyof Handlers, `app.${string}`>> {
  const { personal } = session;
  return {
    "app.state": async () => {
      // Who asks this has a person in front of it, who will want to find the projects again.
      session.rememberProjects();
      return {
        version: WINNOW_VERSION,
        preferences: personal.read().preferences,
        recents: listRecents(personal),
        sample: samplePlaces(),
        homeFolder: documentsFolder(),
      };
    },
    "app.setPreferences": async (change) => {
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      return personal.change((before) => ({
        ...before,
        preferences: Preferences.parse({ ...before.preferences, ...given }),
      })).preferences;
    },
    "app.forgetRecent": async ({ path }) => {
      personal.change((before) => ({ ...before, recents: before.recents.filter((recent) => recent.path !== path) }));
      return {};
    },
    "app.browse": async ({ folder }) => browseFolder(folder),
  };
}
