import type { Output, ParsedInput } from "#contract/commands.ts";
import { AppError, cancelledError } from "#contract/errors.ts";
import { proposalAddress } from "#contract/pictures.ts";
import { UnreadableFile } from "../io/file-problem.ts";
import { sha256Of } from "../io/files/hash.ts";
import type { ReadLimits } from "../io/limits.ts";
import type { ReaderPool } from "../io/workers/pool.ts";
import { KeptPictures } from "../project/cache/kept-pictures.ts";
import type { ReadableProject } from "../project/project.ts";
import { caseImage } from "../project/queries/case-images.ts";
import { imageSource } from "../project/queries/image-reference.ts";
import type { PreviewAnswer, PreviewTask } from "./preview-case.ts";
import { checkRecipe } from "./recipe.ts";
import { proposeDeadline, whileProposing } from "./too-slow.ts";

/** Pictures that are kept until they are fetched. */
const MOST_KEPT = 24;
const SEED = 1;

export interface PreviewParts {
  readonly project: ReadableProject;
  readonly pool: ReaderPool;
  readonly limits: ReadLimits;
}

/** What recipes make of single images, before they are run over all. */
export class Previews {
  readonly #pictures = new KeptPictures(MOST_KEPT);

  /** @throws AppError file-unreadable, cancelled */
  async make(
    { project, pool, limits }: PreviewParts,
    { caseId, recipe, isCoarse }: ParsedInput<"propose.preview">,
    signal: AbortSignal,
  ): Promise<Output<"propose.preview">> {
    const image = caseImage(project, caseId);
    const cancelled = new Int32Array(new SharedArrayBuffer(4));
    const cancel = (): void => void Atomics.store(cancelled, 0, 1);
    signal.addEventListener("abort", cancel, { once: true });
    const task: PreviewTask = {
      image: imageSource(image),
      window: image.window,
      recipe: checkRecipe(recipe),
      seed: SEED,
      isCoarse,
      cancelled,
      limits,
    };
    try {
      const options = { ...proposeDeadline(limits), isUrgent: true, signal };
      const answer = await pool.run<PreviewAnswer | null>("propose.preview", task, image.path, options);
      if (!answer) throw cancelledError();
      const { png, polarity, told, share } = answer;
      return {
        address: proposalAddress(this.#pictures.keep(png), sha256Of(png).slice(0, 16)),
        polarity,
        told: { ...told },
        share,
      };
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      const { message, remedy } = whileProposing(error.problem, limits);
      throw new AppError("file-unreadable", message, remedy, { cause: error });
    } finally {
      signal.removeEventListener("abort", cancel);
    }
  }

  /** Null where it is not kept any more. */
  picture(id: number): Uint8Array | null {
    return this.#pictures.get(id);
  }
}
