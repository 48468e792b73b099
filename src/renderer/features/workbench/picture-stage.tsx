import { ChevronLeft, ChevronRight, FileX, LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import type { AppError } from "#contract/errors.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { useBox } from "../../ui/plots/use-box.ts";
import type { TilePicture } from "../../viewer/draw-tile.ts";
import type { OverlaySettings } from "../../viewer/overlay-style.ts";
import { PictureCanvas } from "../../viewer/picture-canvas.tsx";
import styles from "./picture-stage.module.css";

/** Pictures side by side, with a strip below: of what they are, what is to be said of them, and the steps to others. */
export function PictureStage({
  label,
  heading,
  path,
  words,
  error,
  hasProblem = false,
  isBusy,
  busyLabel,
  stepper,
  children,
}: {
  label: string;
  /** Before the path. */
  heading?: string | undefined;
  path: string | undefined;
  words: string;
  error: AppError | null;
  /** The words are of something that is wrong. */
  hasProblem?: boolean;
  isBusy: boolean;
  busyLabel: string;
  stepper: StepperProps;
  /** `StagePicture`s. */
  children: ReactNode;
}): React.JSX.Element {
  return (
    <section className={styles.place} aria-label={label} data-region>
      <div className={styles.pictures}>{children}</div>
      <div className={styles.strip} data-chrome>
        {heading !== undefined && (
          <span className={styles.case} title={path}>
            {heading}
          </span>
        )}
        <span className={styles.path} title={path}>
          {path}
        </span>
        <span className={styles.words} role="status" data-problem={error || hasProblem ? "" : undefined}>
          {error && <FileX size={14} strokeWidth={1.75} aria-hidden="true" />}
          {isBusy && <LoaderCircle className={styles.loader} size={14} strokeWidth={1.75} aria-label={busyLabel} />}
          {words}
        </span>
        <Stepper {...stepper} />
      </div>
    </section>
  );
}

interface StepperProps {
  readonly previous: { readonly label: string; readonly key: string };
  readonly next: { readonly label: string; readonly key: string };
  /** "2 of 4" */
  readonly position: string;
  readonly isAlone: boolean;
  readonly onStep: (direction: 1 | -1) => void;
}

function Stepper({ previous, next, position, isAlone, onStep }: StepperProps): React.JSX.Element {
  return (
    <span className={styles.stepper}>
      <IconButton
        icon={ChevronLeft}
        label={previous.label}
        keys={previous.key}
        isDisabled={isAlone}
        onClick={() => onStep(-1)}
      />
      <span className={styles.position}>{position}</span>
      <IconButton
        icon={ChevronRight}
        label={next.label}
        keys={next.key}
        isDisabled={isAlone}
        onClick={() => onStep(1)}
      />
    </span>
  );
}

/** One of the pictures, under its title. */
export function StagePicture({
  title,
  picture,
  overlay,
  hasMask = true,
}: {
  title: string;
  picture: TilePicture | null;
  overlay: OverlaySettings;
  hasMask?: boolean;
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
            classIndex={hasMask ? 0 : null}
            overlay={overlay}
            className={styles.canvas}
          />
        )}
      </div>
    </figure>
  );
}
