import { ChevronLeft, ChevronRight, FileX, LoaderCircle } from "lucide-react";
import { useMemo } from "react";
import type { VolumeFile } from "#contract/commands/volumes.ts";
import { usePreferences } from "../../app/preferences.ts";
import { useText } from "../../i18n/index.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { useBox } from "../../ui/plots/use-box.ts";
import { PictureCanvas } from "../../viewer/picture-canvas.tsx";
import styles from "../mend/mend-pictures.module.css";
import { useVolumePreview } from "./use-volume-preview.ts";
import { volumeName } from "./volume-groups.ts";
import own from "./volumes.module.css";

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
  const [frame, box] = useBox<HTMLDivElement>();
  const name = volumeName(text, file.series, volume);
  return (
    <section className={styles.place} aria-label={text.picture} data-region>
      <div className={own.pictures}>
        <figure className={styles.picture}>
          <figcaption className={styles.title}>{text.of(name, file.series.n)}</figcaption>
          <div className={styles.frame} ref={frame}>
            {box && (
              <PictureCanvas
                picture={picture}
                width={box.width}
                height={box.height}
                classIndex={null}
                overlay={settings}
                className={styles.canvas}
              />
            )}
          </div>
        </figure>
      </div>
      <div className={styles.strip} data-chrome>
        <span className={styles.path} title={file.path}>
          {file.path}
        </span>
        <span className={styles.words} role="status" data-problem={error ? "" : undefined}>
          {error && <FileX size={14} strokeWidth={1.75} aria-hidden="true" />}
          {isBusy && <LoaderCircle className={styles.loader} size={14} strokeWidth={1.75} aria-label={text.underWay} />}
          {error ? `${error.message} ${error.remedy}` : ""}
        </span>
        <span className={styles.stepper}>
          <IconButton
            icon={ChevronLeft}
            label={text.previousFile}
            keys="ArrowUp"
            isDisabled={count < 2}
            onClick={() => onStep(-1)}
          />
          <span className={styles.position}>{text.position(position, count)}</span>
          <IconButton
            icon={ChevronRight}
            label={text.nextFile}
            keys="ArrowDown"
            isDisabled={count < 2}
            onClick={() => onStep(1)}
          />
        </span>
      </div>
    </section>
  );
}
