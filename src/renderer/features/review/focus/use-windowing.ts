import { useMemo, useState } from "react";
import type { CaseView } from "#contract/commands/review.ts";
import type { Volume } from "../../../viewer/read-nifti.ts";
import type { Windowing } from "../../../viewer/slices.ts";
import { type WindowPreset, windowPresets } from "../../../viewer/windows.ts";

export interface WindowControl {
  readonly presets: readonly WindowPreset[];
  /** Null after dragging. */
  readonly preset: WindowPreset["id"] | null;
  readonly windowing: Windowing;
  choosePreset(preset: WindowPreset): void;
  set(window: { low: number; high: number }): void;
  invert(): void;
}

interface Choice {
  readonly preset: WindowPreset["id"];
  /** Dragged, for this case alone: grey values differ from scanner to scanner. */
  readonly own: { readonly caseId: number; readonly low: number; readonly high: number } | null;
  readonly isInverted: boolean;
}

/** Which grey values are black and white: a preset holds for all cases, what was dragged for its case. */
export function useWindowing(image: Volume | null, view: CaseView | undefined): WindowControl {
  const [choice, setChoice] = useState<Choice>({ preset: "automatic", own: null, isInverted: false });
  const presets = useMemo(() => (image && view ? windowPresets(image, view.window) : []), [image, view]);
  const preset = presets.find(({ id }) => id === choice.preset) ?? presets[0];
  const own = choice.own?.caseId === view?.id ? choice.own : null;
  const windowing = useMemo(() => {
    const { low, high } = own ?? preset ?? { low: 0, high: 1 };
    return { low, high, isInverted: choice.isInverted };
  }, [own, preset, choice.isInverted]);
  return {
    presets,
    preset: own ? null : (preset?.id ?? "automatic"),
    windowing,
    choosePreset: ({ id }) => setChoice((before) => ({ ...before, preset: id, own: null })),
    set: (window) => view && setChoice((before) => ({ ...before, own: { caseId: view.id, ...window } })),
    invert: () => setChoice((before) => ({ ...before, isInverted: !before.isInverted })),
  };
}
