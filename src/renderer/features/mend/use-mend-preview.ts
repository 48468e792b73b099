import type { Output } from "#contract/commands.ts";
import type { AppError } from "#contract/errors.ts";
import type { Remedy } from "#contract/remedies.ts";
import type { TilePicture } from "../../viewer/draw-tile.ts";
import { loadOnce } from "../../viewer/tile-pictures.ts";
import { useLivePreview } from "../workbench/use-live-preview.ts";

export interface MendPictures {
  readonly before: TilePicture;
  readonly after: TilePicture;
  readonly answer: Output<"doctor.preview">;
}

const WAIT_MS = 120;

/** A mask before and after a remedy, kept in step with both; the pictures before stay until the new ones are there. */
export function useMendPreview(
  fileId: number | null,
  remedy: Remedy,
  shownClass: number | null,
): { pictures: MendPictures | null; error: AppError | null; isBusy: boolean } {
  const question = fileId === null ? null : { fileId, remedy, ...(shownClass !== null && { shown: shownClass }) };
  const { shown, error, isBusy } = useLivePreview(question, WAIT_MS, async (core, input, signal) => {
    const answer = await core.call("doctor.preview", input, { signal });
    const [before, after] = await Promise.all([loadOnce(answer.before, signal), loadOnce(answer.after, signal)]);
    return { answer: { before, after, answer }, pictures: [before, after] };
  });
  return { pictures: shown?.question.fileId === fileId ? shown.answer : null, error, isBusy };
}
