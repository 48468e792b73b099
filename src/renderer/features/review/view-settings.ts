import { create } from "zustand";

/** How overlays are shown right now: not kept, unlike style and fill, so that no mask is hidden by last week's key. */
export interface ViewSettings {
  readonly isHidden: boolean;
  readonly isZoomedToMask: boolean;
  /** Positions of classes that are switched off. */
  readonly hiddenClasses: readonly number[];
  /** Null follows the width of the window. */
  readonly isInspectorOpen: boolean | null;
  /** Below a case: all its masks, to compare. */
  readonly isStripShown: boolean;
  /** Below the judge's opinion: all that speaks for and against a mask, not the strongest alone. */
  readonly areSignalsShown: boolean;
}

export const viewSettings = create<ViewSettings>(() => ({
  isHidden: false,
  isZoomedToMask: false,
  hiddenClasses: [],
  isInspectorOpen: null,
  isStripShown: true,
  areSignalsShown: false,
}));

export function toggleOverlay(): void {
  viewSettings.setState(({ isHidden }) => ({ isHidden: !isHidden }));
}

export function toggleZoom(): void {
  viewSettings.setState(({ isZoomedToMask }) => ({ isZoomedToMask: !isZoomedToMask }));
}

export function toggleStrip(): void {
  viewSettings.setState(({ isStripShown }) => ({ isStripShown: !isStripShown }));
}

export function toggleSignals(): void {
  viewSettings.setState(({ areSignalsShown }) => ({ areSignalsShown: !areSignalsShown }));
}

export function toggleClass(classIndex: number): void {
  viewSettings.setState(({ hiddenClasses }) => ({
    hiddenClasses: hiddenClasses.includes(classIndex)
      ? hiddenClasses.filter((other) => other !== classIndex)
      : [...hiddenClasses, classIndex],
  }));
}
