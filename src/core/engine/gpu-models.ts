import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where NVIDIA's driver for Linux tells of its cards. */
const DRIVER_FOLDER = "/proc/driver/nvidia/gpus";

/** Names of the NVIDIA cards in this computer, each once; none where the driver does not tell. */
export function gpuModels(folder = DRIVER_FOLDER): string[] {
  try {
    const models = readdirSync(folder).map(
      (card) => /^Model:\s*(.*\S)/m.exec(readFileSync(join(folder, card, "information"), "utf8"))?.[1] ?? "",
    );
    return [...new Set(models.filter((model) => model !== ""))];
  } catch {
    return [];
  }
}
