import { reasonNames } from "#contract/commands/review.ts";
import type { LabelValue } from "#contract/records.ts";
import { type Action, useActions } from "../../app/actions.ts";
import { usePreferences } from "../../app/preferences.ts";
import { useText } from "../../i18n/index.ts";
import { stepFill } from "../../viewer/overlay-style.ts";
import { nextReasonState, reasonState, withReason } from "./marks.ts";
import { reasonDigit } from "./reason-chips.tsx";
import type { GridHandle } from "./review-grid.tsx";
import type { ReviewStore } from "./review-store.ts";
import { toggleClass, toggleOverlay, toggleZoom } from "./view-settings.ts";

/** How masks are drawn: the same keys in grid and focus view. */
export function useOverlayActions(): void {
  const text = useText("review");
  const [{ overlay }, change] = usePreferences();
  const group = text.groupView;
  const { actions: titles } = text;
  useActions([
    { id: "view.overlay", title: titles.overlay, key: "S", otherKeys: ["T", "V"], group, run: toggleOverlay },
    {
      id: "view.style",
      title: titles.style,
      key: "O",
      group,
      run: () => change({ overlay: { ...overlay, style: overlay.style === "outline" ? "outline-fill" : "outline" } }),
    },
    {
      id: "view.fillDown",
      title: titles.fillDown,
      key: "A",
      group,
      run: () => change({ overlay: { ...overlay, fill: stepFill(overlay.fill, -1) } }),
    },
    {
      id: "view.fillUp",
      title: titles.fillUp,
      key: "D",
      group,
      run: () => change({ overlay: { style: "outline-fill", fill: stepFill(overlay.fill, 1) } }),
    },
    { id: "view.zoom", title: titles.zoom, key: "Z", group, run: toggleZoom },
  ]);
}

/** Alt+1…5: a class on or off. */
export function useClassActions(classes: readonly string[]): void {
  const text = useText("review");
  useActions(
    classes.slice(0, 5).map((name, index) => ({
      id: `view.class${index + 1}`,
      title: text.classOnOff(name),
      key: `Alt+${index + 1}`,
      group: text.groupView,
      run: () => toggleClass(index),
    })),
  );
}

/** Labels: 1 2 3 0. */
export function useLabelActions(isWritable: boolean, label: (value: LabelValue | "clear") => void): void {
  const text = useText("review");
  const { actions: titles, group } = text;
  const action = (value: LabelValue | "clear", key: string): Action => ({
    id: `label.${value}`,
    title: titles[value],
    key,
    group,
    isEnabled: isWritable,
    run: () => label(value),
  });
  useActions([action("accept", "1"), action("later", "2"), action("reject", "3"), action("clear", "0")]);
}

/** While R is on, digits mean reasons. */
export function useReasonActions(
  store: ReviewStore,
  ids: () => readonly number[],
  mode: { isOn: boolean; set(isOn: boolean): void },
  isWritable: boolean,
): void {
  const text = useText("review");
  const { group } = text;
  const { isOn, set } = mode;
  useActions([
    { id: "label.reasons", title: text.actions.reasons, key: "R", group, isEnabled: isWritable, run: () => set(!isOn) },
    ...(isOn
      ? [
          {
            id: "label.reasonsEnd",
            title: text.reasonsKeyed,
            key: "Escape",
            group,
            isHidden: true,
            run: () => set(false),
          },
          ...reasonNames.map((reason, index) => ({
            id: `label.reason.${reason}`,
            title: text.reasonNames[reason],
            key: reasonDigit(index),
            group,
            isHidden: true,
            run: () =>
              void store.setRemarks(
                (remarks) => withReason(remarks, reason, nextReasonState(reasonState(remarks, reason))),
                ids(),
              ),
          })),
        ]
      : []),
  ]);
}

/** Moving about in the grid, and selecting. */
export function useGridActions(store: ReviewStore, handle: { current: GridHandle }, nSelected: number): void {
  const text = useText("review");
  const { actions: titles, groupMove: group } = text;
  const by =
    (step: () => number, how: "move" | "extend" = "move") =>
    (): void =>
      store.setFocus(store.state.focus + step(), how);
  const columns = (): number => handle.current.columns;
  const screen = (): number => handle.current.columns * handle.current.rowsSeen;
  useActions([
    { id: "grid.left", title: titles.left, key: "ArrowLeft", group, isHidden: true, run: by(() => -1) },
    { id: "grid.right", title: titles.right, key: "ArrowRight", group, isHidden: true, run: by(() => 1) },
    { id: "grid.up", title: titles.up, key: "ArrowUp", group, isHidden: true, run: by(() => -columns()) },
    { id: "grid.down", title: titles.down, key: "ArrowDown", group, isHidden: true, run: by(() => columns()) },
    { id: "grid.pageUp", title: titles.pageUp, key: "PageUp", group, isHidden: true, run: by(() => -screen()) },
    { id: "grid.pageDown", title: titles.pageDown, key: "PageDown", group, isHidden: true, run: by(() => screen()) },
    { id: "grid.home", title: titles.home, key: "Home", group, run: () => store.setFocus(0) },
    { id: "grid.end", title: titles.end, key: "End", group, run: () => store.setFocus(store.state.ids.length - 1) },
    {
      id: "grid.selectLeft",
      title: titles.selectLeft,
      key: "Shift+ArrowLeft",
      group,
      isHidden: true,
      run: by(() => -1, "extend"),
    },
    {
      id: "grid.selectRight",
      title: titles.selectRight,
      key: "Shift+ArrowRight",
      group,
      isHidden: true,
      run: by(() => 1, "extend"),
    },
    {
      id: "grid.selectUp",
      title: titles.selectUp,
      key: "Shift+ArrowUp",
      group,
      isHidden: true,
      run: by(() => -columns(), "extend"),
    },
    {
      id: "grid.selectDown",
      title: titles.selectDown,
      key: "Shift+ArrowDown",
      group,
      isHidden: true,
      run: by(() => columns(), "extend"),
    },
    { id: "grid.selectAll", title: titles.selectAll, key: "Ctrl+A", group, run: () => store.selectAll() },
    {
      id: "grid.clearSelection",
      title: text.clearSelection,
      key: "Escape",
      group,
      isEnabled: nSelected > 0,
      run: () => store.clearSelection(),
    },
  ]);
}
