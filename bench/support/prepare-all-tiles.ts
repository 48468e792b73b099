import { Tiles } from "#core/pictures/tiles.ts";
import { Session } from "#core/session.ts";

/** Fills a project's tile cache as the window does in the background, and ends when it is full. */
export async function prepareAllTiles(path: string): Promise<void> {
  const session = new Session();
  const tiles = new Tiles(session);
  session.open({ path, access: "read", create: false });
  await tiles.prepare(() => {});
  await session.close();
}
