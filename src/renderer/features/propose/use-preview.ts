import { useEffect, useMemo, useState } from "react";
import type { Recipe } from "#contract/recipes.ts";
import { useCore } from "../../client/core.tsx";
import { coreStore } from "../../client/core-store.ts";
import { asAppError } from "../../client/jobs.ts";
import type { TilePicture } from "../../viewer/draw-tile.ts";
import { loadOnce } from "../../viewer/tile-pictures.ts";
import { PreviewRunner, type PreviewState } from "./preview-runner.ts";

export interface ShownPreview extends PreviewState<TilePicture> {
  cancel(): void;
  retry(): void;
}

const NOTHING: PreviewState<TilePicture> = { shown: null, busy: null, error: null };

/** What a recipe makes of an image, kept in step with both. Null asks for nothing. */
export function usePreview(caseId: number | null, recipe: Recipe | null, isIterative: boolean): ShownPreview {
  const core = useCore();
  const generation = coreStore((state) => state.generation);
  const [state, setState] = useState(NOTHING);
  const runner = useMemo(
    () =>
      new PreviewRunner<TilePicture>({
        make: async (question, isCoarse, signal) => {
          const { caseId, recipe } = question;
          const { address, ...found } = await core.call("propose.preview", { caseId, recipe, isCoarse }, { signal });
          return { picture: await loadOnce(address, signal), found };
        },
        release: ({ image }) => image.close(),
        onChange: setState,
        toError: asAppError,
        now: () => performance.now(),
      }),
    [core],
  );
  // Its name, and whether it is run, change nothing of its masks.
  const asked = useMemo(() => (recipe ? { ...recipe, name: "preview", isOff: false } : null), [recipe]);
  useEffect(
    () => runner.want(caseId === null || asked === null ? null : { caseId, recipe: asked, isIterative }),
    [runner, caseId, asked, isIterative],
  );
  // What could not be had while the core was away.
  useEffect(() => runner.retryFailed(), [runner, generation]);
  useEffect(() => () => runner.dispose(), [runner]);
  return useMemo(() => ({ ...state, cancel: () => runner.cancel(), retry: () => runner.retry() }), [state, runner]);
}
