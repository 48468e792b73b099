import { useActions } from "../../../app/actions.ts";
import { useText } from "../../../i18n/index.ts";
import type { WindowPreset } from "../../../viewer/windows.ts";

export interface FocusCommands {
  slice(step: number): void;
  step(direction: 1 | -1): void;
  otherMask(direction: 1 | -1): void;
  compare(): void;
  errors(): void;
  zoom(factor: number): void;
  zoomToMask(): void;
  nextPlane(): void;
  arrange(): void;
  preset(preset: WindowPreset): void;
  invert(): void;
  back(): void;
  next(direction: 1 | -1): void;
  note(): void;
  opinion(): void;
  strip(): void;
  inspector(): void;
}

const SEVERAL = 5;

/** Keys of the focus view (conventions.md, ui.md). */
export function useFocusActions(
  commands: FocusCommands,
  state: {
    hasVolume: boolean;
    hasSeveral: boolean;
    hasOther: boolean;
    hasJudge: boolean;
    hasErrors: boolean;
    isWritable: boolean;
    presets: readonly WindowPreset[];
  },
): void {
  const text = useText("focus");
  const reviewText = useText("review");
  const { actions: titles, group } = text;
  const { hasVolume, hasSeveral, hasOther } = state;
  useActions([
    { id: "focus.back", title: titles.back, key: "Escape", group, run: commands.back },
    {
      id: "focus.sliceUp",
      title: titles.sliceUp,
      key: "ArrowUp",
      group,
      isEnabled: hasVolume,
      isHidden: true,
      run: () => commands.slice(1),
    },
    {
      id: "focus.sliceDown",
      title: titles.sliceDown,
      key: "ArrowDown",
      group,
      isEnabled: hasVolume,
      isHidden: true,
      run: () => commands.slice(-1),
    },
    {
      id: "focus.slicesUp",
      title: titles.slicesUp,
      key: "PageUp",
      group,
      isEnabled: hasVolume,
      isHidden: true,
      run: () => commands.slice(SEVERAL),
    },
    {
      id: "focus.slicesDown",
      title: titles.slicesDown,
      key: "PageDown",
      group,
      isEnabled: hasVolume,
      isHidden: true,
      run: () => commands.slice(-SEVERAL),
    },
    {
      id: "focus.firstSlice",
      title: titles.firstSlice,
      key: "Home",
      group,
      isEnabled: hasVolume,
      isHidden: true,
      run: () => commands.slice(Number.NEGATIVE_INFINITY),
    },
    {
      id: "focus.lastSlice",
      title: titles.lastSlice,
      key: "End",
      group,
      isEnabled: hasVolume,
      isHidden: true,
      run: () => commands.slice(Number.POSITIVE_INFINITY),
    },
    { id: "focus.previousCase", title: titles.previousCase, key: "ArrowLeft", group, run: () => commands.step(-1) },
    { id: "focus.nextCase", title: titles.nextCase, key: "ArrowRight", group, run: () => commands.step(1) },
    {
      id: "focus.otherMask",
      title: titles.otherMask,
      key: "C",
      group,
      isEnabled: hasSeveral,
      run: () => commands.otherMask(1),
    },
    {
      id: "focus.otherMaskBack",
      title: titles.otherMaskBack,
      key: "Shift+C",
      group,
      isEnabled: hasSeveral,
      run: () => commands.otherMask(-1),
    },
    { id: "focus.differences", title: titles.differences, key: "X", group, isEnabled: hasOther, run: commands.compare },
    {
      id: "focus.errors",
      title: titles.errors,
      key: "E",
      group,
      isEnabled: state.hasErrors,
      run: commands.errors,
    },
    { id: "focus.strip", title: titles.strip, key: "M", group, run: commands.strip },
    { id: "focus.zoomIn", title: titles.zoomIn, key: "+", otherKeys: ["="], group, run: () => commands.zoom(1.25) },
    { id: "focus.zoomOut", title: titles.zoomOut, key: "-", group, run: () => commands.zoom(0.8) },
    { id: "focus.zoomToMask", title: titles.zoomToMask, key: "Z", group, run: commands.zoomToMask },
    { id: "focus.plane", title: titles.plane, key: "P", group, isEnabled: hasVolume, run: commands.nextPlane },
    { id: "focus.arrange", title: titles.arrange, key: "L", group, isEnabled: hasVolume, run: commands.arrange },
    { id: "focus.invert", title: text.invert, key: "Shift+I", group: text.groupWindow, run: commands.invert },
    ...state.presets.map((preset, index) => ({
      id: `focus.preset${index + 1}`,
      title: titles.preset(text.presets[preset.id]),
      key: `Shift+${index + 1}`,
      group: text.groupWindow,
      run: () => commands.preset(preset),
    })),
    {
      id: "review.next",
      title: reviewText.actions.next,
      key: "Space",
      otherKeys: ["Enter"],
      group,
      run: () => commands.next(1),
    },
    {
      id: "review.previous",
      title: reviewText.actions.previousUndecided,
      key: "Shift+Space",
      group,
      run: () => commands.next(-1),
    },
    {
      id: "review.note",
      title: reviewText.actions.note,
      key: "N",
      group,
      isEnabled: state.isWritable,
      run: commands.note,
    },
    {
      id: "review.opinion",
      title: reviewText.actions.opinion,
      key: "H",
      group,
      isEnabled: state.hasJudge,
      run: commands.opinion,
    },
    { id: "review.inspector", title: reviewText.actions.inspector, key: "I", group, run: commands.inspector },
  ]);
}
