import { FileX, LoaderCircle } from "lucide-react";
import { lazy, type Ref, Suspense } from "react";
import { useText } from "../../../i18n/index.ts";
import { Button } from "../../../ui/button.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import type { OverlaySettings } from "../../../viewer/overlay-style.ts";
import type { PlaneHandle } from "../../../viewer/plane-view.tsx";
import type { Volume } from "../../../viewer/read-nifti.ts";
import type { Arrangement } from "./focus-bar.tsx";
import styles from "./focus-view.module.css";
import { Planes } from "./planes.tsx";
import type { Crosshair } from "./use-crosshair.ts";
import type { ShownMasks } from "./use-shown-masks.ts";
import type { WindowControl } from "./use-windowing.ts";

// NiiVue comes with it, so it is loaded when it is first looked at.
const SolidView = lazy(async () => ({ default: (await import("../../../viewer/solid-view.tsx")).SolidView }));

/** What is seen of a case: its planes, the body, or why there is nothing to see. */
export function CasePicture({
  masks,
  errors,
  crosshair,
  window,
  arrangement,
  overlay,
  planeRef,
  onBack,
}: {
  masks: ShownMasks;
  /** Where the mask is thought to be wrong. */
  errors: Volume | null;
  crosshair: Crosshair;
  window: WindowControl;
  arrangement: Arrangement;
  overlay: OverlaySettings;
  planeRef: Ref<PlaneHandle>;
  onBack(): void;
}) {
  const text = useText("focus");
  const { view, image, problem, layouts, shown, compared } = masks;
  const { voxel, planes } = crosshair;
  if (problem !== null) {
    return (
      <EmptyState icon={FileX} tone="error" title={text.unreadableTitle} text={problem}>
        <Button kind="primary" keys="Escape" onClick={onBack}>
          {text.backToGrid}
        </Button>
      </EmptyState>
    );
  }
  if (!image || !view || !voxel) {
    return (
      <div className={styles.waiting} role="status">
        <LoaderCircle size={16} strokeWidth={1.75} aria-hidden="true" />
        {text.loading}
      </div>
    );
  }
  const hasVolume = layouts.length > 1;
  if (arrangement === "solid" && hasVolume) {
    return (
      <Suspense fallback={null}>
        <SolidView
          view={view}
          masks={shown}
          windowing={window.windowing}
          label={text.solidLabel}
          className={styles.solid}
        />
      </Suspense>
    );
  }
  return (
    <Planes
      key={view.id}
      planeRef={planeRef}
      view={view}
      image={image}
      planes={arrangement === "one" ? planes.slice(0, 1) : planes}
      voxel={voxel}
      hasVolume={hasVolume}
      masks={shown}
      compared={compared}
      errors={errors}
      windowing={window.windowing}
      overlay={overlay}
      onStep={crosshair.step}
      onVoxel={crosshair.moveTo}
      onWindow={window.set}
    />
  );
}
