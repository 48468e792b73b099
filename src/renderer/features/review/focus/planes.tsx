import type { Ref } from "react";
import type { CaseView } from "#contract/commands/review.ts";
import type { PlaneLayout } from "#domain/geometry/planes.ts";
import { format, useText } from "../../../i18n/index.ts";
import type { OverlaySettings } from "../../../viewer/overlay-style.ts";
import { type PlaneHandle, PlaneView, type ShownMask } from "../../../viewer/plane-view.tsx";
import type { Volume } from "../../../viewer/read-nifti.ts";
import { scaleText } from "../../../viewer/scale-bar.ts";
import type { Windowing } from "../../../viewer/slices.ts";
import styles from "./focus-view.module.css";
import { lettersOf } from "./use-case.ts";

/** The planes of a volume, or the one picture: the first is large. */
export function Planes({
  view,
  image,
  planes,
  voxel,
  hasVolume,
  masks,
  compared,
  errors,
  windowing,
  overlay,
  planeRef,
  onStep,
  onVoxel,
  onWindow,
}: {
  view: CaseView;
  image: Volume;
  planes: readonly PlaneLayout[];
  voxel: readonly [number, number, number];
  hasVolume: boolean;
  masks: readonly ShownMask[];
  compared: readonly [ShownMask, ShownMask] | null;
  errors: Volume | null;
  windowing: Windowing;
  overlay: OverlaySettings;
  planeRef: Ref<PlaneHandle>;
  onStep(axis: number, step: number): void;
  onVoxel(change: readonly { axis: number; index: number }[]): void;
  onWindow(window: { low: number; high: number }): void;
}) {
  const text = useText("focus");
  const review = useText("review");
  return (
    <div className={styles.planes} data-arrangement={planes.length > 1 ? "three" : "one"}>
      {planes.map((layout, place) => {
        const n = image.size[layout.axis];
        const index = voxel[layout.axis];
        const name = text.planeNames[layout.name];
        return (
          <PlaneView
            key={layout.name}
            {...(place === 0 ? { ref: planeRef } : {})}
            image={image}
            layout={layout}
            index={index}
            windowing={windowing}
            masks={masks}
            compared={compared}
            errors={errors}
            overlay={overlay}
            voxel={hasVolume ? voxel : null}
            letters={lettersOf(layout, view.axisLetters)}
            isSpacingKnown={view.geometry.spacingMm !== null}
            name={name}
            position={hasVolume ? review.position(index + 1, n) : null}
            label={text.planeLabel(name, index + 1, n)}
            scaleText={(mm) => scaleText(mm, format.number)}
            onStep={(step) => onStep(layout.axis, step)}
            onVoxel={onVoxel}
            onWindow={onWindow}
          />
        );
      })}
    </div>
  );
}
