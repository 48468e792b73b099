import { ChevronLeft, ChevronRight, FileX, Maximize2 } from "lucide-react";
import { useEffect, useId } from "react";
import type { CaseRow } from "#contract/commands/intake.ts";
import { caseTileAddress } from "#contract/pictures.ts";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { useBox } from "../../ui/plots/use-box.ts";
import type { OverlaySettings } from "../../viewer/overlay-style.ts";
import { PictureCanvas } from "../../viewer/picture-canvas.tsx";
import { TileCanvas } from "../../viewer/tile-canvas.tsx";
import { tilePictures } from "../../viewer/tile-pictures.ts";
import { PreviewWords } from "./preview-words.tsx";
import styles from "./preview-pictures.module.css";
import type { ShownPreview } from "./use-preview.ts";

/** One image with the mask that the recipe makes of it; below it, which one it is and what was found. */
export function PreviewPicture({
  row,
  position,
  count,
  preview,
  classIndex,
  overlay,
  isZoomedToMask,
  isLarge,
  onStep,
  onEnlarge,
}: {
  row: CaseRow | undefined;
  /** Of the image among all, from 1. */
  position: number;
  count: number;
  preview: ShownPreview;
  classIndex: number;
  overlay: OverlaySettings;
  isZoomedToMask: boolean;
  isLarge: boolean;
  onStep(direction: 1 | -1): void;
  onEnlarge(): void;
}): React.JSX.Element {
  const text = useText("propose");
  const common = useText("common");
  const [frame, box] = useBox<HTMLDivElement>();
  const { shown, error, retry } = preview;
  const name = row?.case ?? "";
  const canStep = count > 1;
  const step = (event: React.KeyboardEvent): void => {
    const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key] as 1 | -1 | undefined;
    if (direction === undefined || !canStep) return;
    event.preventDefault();
    event.stopPropagation();
    onStep(direction);
  };
  return (
    <div
      role="group"
      aria-label={text.image(name)}
      className={styles.image}
      data-large={isLarge || undefined}
      onKeyDown={step}
    >
      <div className={styles.frame} ref={frame}>
        {error && !shown ? (
          <div className={styles.problem} role="alert">
            <FileX size={26} strokeWidth={1.75} aria-hidden="true" />
            <p>
              {error.message} {error.remedy}
            </p>
            <Button size="s" onClick={retry}>
              {common.tryAgain}
            </Button>
          </div>
        ) : (
          box &&
          (shown ? (
            <PictureCanvas
              picture={shown.picture}
              width={box.width}
              height={box.height}
              classIndex={classIndex}
              overlay={overlay}
              isZoomedToMask={isZoomedToMask}
              className={styles.canvas}
            />
          ) : (
            row && <ImageAlone row={row} width={box.width} height={box.height} overlay={overlay} />
          ))
        )}
      </div>
      <div className={styles.strip} data-chrome>
        <div className={styles.head}>
          <span className={styles.case} title={name}>
            {name}
          </span>
          {!isLarge && <IconButton icon={Maximize2} size={14} label={text.enlarge(name)} onClick={onEnlarge} />}
          <span className={styles.stepper}>
            <IconButton
              icon={ChevronLeft}
              label={text.previousImage}
              keys={isLarge ? "ArrowLeft" : undefined}
              isDisabled={!canStep}
              onClick={() => onStep(-1)}
            />
            <span className={styles.position}>{text.position(position, count)}</span>
            <IconButton
              icon={ChevronRight}
              label={text.nextImage}
              keys={isLarge ? "ArrowRight" : undefined}
              isDisabled={!canStep}
              onClick={() => onStep(1)}
            />
          </span>
        </div>
        <PreviewWords preview={preview} />
      </div>
    </div>
  );
}

/** The image before there is a mask. */
function ImageAlone({
  row,
  width,
  height,
  overlay,
}: {
  row: CaseRow;
  width: number;
  height: number;
  overlay: OverlaySettings;
}): React.JSX.Element {
  const id = useId();
  const address = caseTileAddress(row.id, row.pictureVersion);
  useEffect(() => {
    tilePictures.want(id, [address]);
    return () => tilePictures.want(id, []);
  }, [id, address]);
  return (
    <TileCanvas
      address={address}
      width={width}
      height={height}
      classIndex={null}
      overlay={overlay}
      className={styles.canvas}
    />
  );
}
