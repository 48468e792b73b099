import type { Handlers } from "#contract/client.ts";
import type { Session } from "../session.ts";
import { unbuilt } from "./unbuilt.ts";

export function appHandlers(_session: Session): Pick<Handlers, Extract<keyof Handlers, `app.${string}`>> {
  return {
    "app.state": unbuilt("app.state"),
    "app.setPreferences": unbuilt("app.setPreferences"),
    "app.forgetRecent": unbuilt("app.forgetRecent"),
    "app.browse": unbuilt("app.browse"),
  };
}
