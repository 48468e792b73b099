import type { AppError } from "#contract/errors.ts";
import type { TilePicture } from "../../viewer/draw-tile.ts";
import { loadOnce } from "../../viewer/tile-pictures.ts";
import { useLivePreview } from "../workbench/use-live-preview.ts";

const WAIT_MS = 80;

/** The middle slice of a volume; that of the volume before stays until the new one is there. */
export function useVolumePreview(
  fileId: number,
  volume: number,
): { picture: TilePicture | null; error: AppError | null; isBusy: boolean } {
  const { shown, error, isBusy } = useLivePreview({ fileId, volume }, WAIT_MS, async (core, input, signal) => {
    const answer = await core.call("volumes.preview", input, { signal });
    const picture = await loadOnce(answer.picture, signal);
    return { answer: picture, pictures: [picture] };
  });
  const isRight = shown?.question.fileId === fileId && !(error && shown.question.volume !== volume);
  return { picture: isRight ? shown.answer : null, error, isBusy };
}
