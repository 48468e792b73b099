import type { Engine } from "./engine-client.ts";
import { WINNOW_VERSION } from "../version.ts";

/** What a judge version was made with. */
export async function versionsOf(engine: Engine): Promise<Record<string, string>> {
  const { tensorflow, tfjs, node, device } = await engine.ask("info", {});
  return { winnow: WINNOW_VERSION, tensorflow, tfjs, node, device };
}
