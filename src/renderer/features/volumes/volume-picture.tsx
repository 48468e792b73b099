import { useMemo } from "react";
import type { VolumeFile } from "#contract/commands/volumes.ts";
import { usePreferences } from "../../app/preferences.ts";
import { useText } from "../../i18n/index.ts";
import { PictureStage, StagePicture } from "../workbench/picture-stage.tsx";
import { useVolumePreview } from "./use-volume-preview.ts";
import { volumeName } from "./volume-groups.ts";

/** The slice in the middle of the volume at hand, with the file and the steps to others. */
export function VolumePicture({
  file,
  volume,
  position,
  count,
  onStep,
}: {
  file: VolumeFile;
  volume: number;
  /** Of the file among all, from 1. */
  position: number;
  count: number;
  onStep(direction: 1 | -1): void;
}): React.JSX.Element {
  const text = useText("volumes");
  const [{ overlay }] = usePreferences();
  const settings = useMemo(() => ({ ...overlay, isHidden: true }), [overlay]);
  const { picture, error, isBusy } = useVolumePreview(file.fileId, volume);
  const name = volumeName(text, file.series, volume);
  return (
    <PictureStage
      label={text.picture}
      path={file.path}
      words={error ? `${error.message} ${error.remedy}` : ""}
      error={error}
      isBusy={isBusy}
      busyLabel={text.underWay}
      stepper={{
        previous: { label: text.previousFile, key: "ArrowUp" },
        next: { label: text.nextFile, key: "ArrowDown" },
        position: text.position(position, count),
        isAlone: count < 2,
        onStep,
      }}
    >
      <StagePicture title={text.of(name, file.series.n)} picture={picture} overlay={settings} hasMask={false} />
    </PictureStage>
  );
}
