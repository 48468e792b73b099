import { ChevronLeft, ChevronRight, FileX, LoaderCircle } from "lucide-react";
import { useMemo } from "react";
import type { AilingMask } from "#contract/commands/doctor.ts";
import type { AppError } from "#contract/errors.ts";
import { usePreferences } from "../../app/preferences.ts";
import { useText } from "../../i18n/index.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { useBox } from "../../ui/plots/use-box.ts";
import type { TilePicture } from "../../viewer/draw-tile.ts";
import type { OverlaySettings } from "../../viewer/overlay-style.ts";
import { PictureCanvas } from "../../viewer/picture-canvas.tsx";
import { viewSettings } from "../review/view-settings.ts";
import styles from "./mend-pictures.module.css";
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
    <section className={styles.place} aria-label={text.pictures} data-region>
      <div className={styles.pictures}>
        <Picture title={text.before} picture={pictures?.before ?? null} overlay={settings} />
        <Picture title={text.after} picture={pictures?.after ?? null} overlay={settings} isEmpty={obstacle !== null} />
      </div>
      <div className={styles.strip} data-chrome>
        <span className={styles.case} title={mask?.path}>
          {mask?.case}
        </span>
        <span className={styles.path}>{mask?.path}</span>
        <span className={styles.words} role="status" data-problem={error || problem ? "" : undefined}>
          {error && <FileX size={14} strokeWidth={1.75} aria-hidden="true" />}
          {isBusy && <LoaderCircle className={styles.loader} size={14} strokeWidth={1.75} aria-label={text.underWay} />}
          {pictures || error || obstacle ? words : ""}
        </span>
        <span className={styles.stepper}>
          <IconButton
            icon={ChevronLeft}
            label={text.previousMask}
            keys="ArrowLeft"
            isDisabled={count < 2}
            onClick={() => onStep(-1)}
          />
          <span className={styles.position}>{text.position(position, count)}</span>
          <IconButton
            icon={ChevronRight}
            label={text.nextMask}
            keys="ArrowRight"
            isDisabled={count < 2}
            onClick={() => onStep(1)}
          />
        </span>
      </div>
    </section>
  );
}

function Picture({
  title,
  picture,
  overlay,
  isEmpty = false,
}: {
  title: string;
  picture: TilePicture | null;
  overlay: OverlaySettings;
  isEmpty?: boolean;
}): React.JSX.Element {
  const [frame, box] = useBox<HTMLDivElement>();
  return (
    <figure className={styles.picture}>
      <figcaption className={styles.title}>{title}</figcaption>
      <div className={styles.frame} ref={frame}>
        {box && (
          <PictureCanvas
            picture={picture}
            width={box.width}
            height={box.height}
            classIndex={isEmpty ? null : 0}
            overlay={overlay}
            className={styles.canvas}
          />
        )}
      </div>
    </figure>
  );
}
