import { useMemo } from "react";
import type { AilingMask } from "#contract/commands/doctor.ts";
import type { AppError } from "#contract/errors.ts";
import { usePreferences } from "../../app/preferences.ts";
import { useText } from "../../i18n/index.ts";
import { viewSettings } from "../review/view-settings.ts";
import { PictureStage, StagePicture } from "../workbench/picture-stage.tsx";
import type { MendPictures as Pictures } from "./use-mend-preview.ts";

/** The same slice twice: the mask as it is, and as it would be. */
export function MendPictures({
  mask,
  position,
  count,
  classes,
  pictures,
  error,
  isBusy,
  obstacle,
  onStep,
}: {
  mask: AilingMask | undefined;
  /** Of the mask among those of its group, from 1. */
  position: number;
  count: number;
  /** The names of the classes that are made; empty where they keep their usual ones. */
  classes: readonly string[];
  pictures: Pictures | null;
  error: AppError | null;
  isBusy: boolean;
  /** Why there is nothing to see of it yet. */
  obstacle: string | null;
  onStep(direction: 1 | -1): void;
}): React.JSX.Element {
  const text = useText("mend");
  const [{ overlay }] = usePreferences();
  const { isHidden } = viewSettings();
  const settings = useMemo(() => ({ ...overlay, isHidden }), [overlay, isHidden]);
  const { problem, nVoxels } = pictures?.answer ?? { problem: null, nVoxels: [] };
  const words =
    obstacle ??
    (error
      ? `${error.message} ${error.remedy}`
      : problem
        ? `${problem.message} ${problem.remedy}`
        : text.inside(nVoxels, classes));
  return (
    <PictureStage
      label={text.pictures}
      heading={mask?.case ?? ""}
      path={mask?.path}
      words={pictures || error || obstacle ? words : ""}
      error={error}
      hasProblem={problem !== null}
      isBusy={isBusy}
      busyLabel={text.underWay}
      stepper={{
        previous: { label: text.previousMask, key: "ArrowLeft" },
        next: { label: text.nextMask, key: "ArrowRight" },
        position: text.position(position, count),
        isAlone: count < 2,
        onStep,
      }}
    >
      <StagePicture title={text.before} picture={pictures?.before ?? null} overlay={settings} />
      <StagePicture
        title={text.after}
        picture={pictures?.after ?? null}
        overlay={settings}
        hasMask={obstacle === null}
      />
    </PictureStage>
  );
}
