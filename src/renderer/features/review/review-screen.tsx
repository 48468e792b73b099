import { memo, useEffect, useMemo, useRef, useState } from "react";
import type { LabelValue } from "#contract/records.ts";
import { useActions } from "../../app/actions.ts";
import { notify } from "../../app/announce.ts";
import { usePreferences } from "../../app/preferences.ts";
import { useRoute } from "../../app/routes.ts";
import { startJob, useProject } from "../../client/core.tsx";
import { useShell } from "../../client/shell.ts";
import { useText } from "../../i18n/index.ts";
import { AgreementDialog } from "./agreement-dialog.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { FocusView } from "./focus/focus-view.tsx";
import { KeyLegend, SelectionBar } from "./key-legend.tsx";
import { ReviewEmpty } from "./review-empty.tsx";
import { type GridHandle, ReviewGrid } from "./review-grid.tsx";
import { ReviewInspector } from "./review-inspector.tsx";
import styles from "./review-screen.module.css";
import type { Filter, ReviewStore } from "./review-store.ts";
import {
  useClassActions,
  useGridActions,
  useLabelActions,
  useOverlayActions,
  useReasonActions,
} from "./use-review-actions.ts";
import { useIsWide } from "./use-is-wide.ts";
import { useReviewState, useReviewStore } from "./use-review-store.ts";
import { viewSettings } from "./view-settings.ts";

/** The review grid, and one case large over it. */
export function ReviewScreen() {
  const [route] = useRoute();
  const store = useReviewStore();
  const project = useProject();
  const [isClose, setClose] = useState(false);
  const wanted = route.screen === "review" ? route : null;
  useEffect(() => {
    void store.load({ order: "queue", show: "all", ...wanted?.filter }, wanted?.focus ?? store.focusId).then(() => {
      if (wanted?.focus !== undefined) setClose(true);
    });
  }, [store, wanted]);
  useOverlayActions();
  useClassActions(project?.classes ?? []);
  if (!project) return null;
  return isClose && store.focusId !== null ? (
    <FocusView store={store} project={project} onClose={() => setClose(false)} />
  ) : (
    <GridView store={store} onOpen={() => setClose(true)} />
  );
}

function GridView({ store, onOpen }: { store: ReviewStore; onOpen(): void }) {
  const text = useText("review");
  const project = useProject()!;
  const shell = useShell();
  const state = useReviewState(store);
  const [{ tileWidth, overlay }] = usePreferences();
  const view = viewSettings();
  const isWide = useIsWide();
  const isInspectorOpen = view.isInspectorOpen ?? isWide;
  const [isReasonKeyed, setReasonKeyed] = useState(false);
  const [isAgreementOpen, setAgreementOpen] = useState(false);
  const handle = useRef<GridHandle>({ columns: 1, rowsSeen: 1 });
  const note = useRef<HTMLInputElement>(null);
  const screen = useRef<HTMLDivElement>(null);
  const isWritable = project.access === "write";
  const focusGrid = (): void =>
    screen.current?.querySelector<HTMLElement>("[role=grid]")?.focus({ preventScroll: true });
  useEffect(focusGrid, []);
  useEffect(() => setReasonKeyed(false), [state.focus]);

  const onFilter = (change: Partial<Filter>): void => {
    // Keys that are undefined are left out: the contract knows no such value.
    const next = Object.fromEntries(
      Object.entries({ ...state.filter, ...change }).filter(([, value]) => value !== undefined),
    );
    void store.load(next);
  };
  const clearFilter = (): void => void store.load({ order: state.filter.order ?? "queue", show: "all" });
  const refresh = (): void => void store.load(state.filter);
  const label = (value: LabelValue | "clear"): void => {
    if (store.targets().length > 5000) return notify({ kind: "warning", text: text.tooMany });
    void store.mark(value);
  };
  const toggleInspector = (): void => viewSettings.setState({ isInspectorOpen: !isInspectorOpen });
  const writeNote = (): void => {
    viewSettings.setState({ isInspectorOpen: true });
    requestAnimationFrame(() => note.current?.focus());
  };
  const keyReasons = (isOn: boolean): void => {
    if (isOn) viewSettings.setState({ isInspectorOpen: true });
    setReasonKeyed(isOn);
  };
  const goNext = (direction: 1 | -1): void =>
    void store.goToUndecided(direction).then((found) => {
      if (!found) notify({ kind: "info", text: text.nothingLeftHere });
    });

  const isFiltered =
    (state.filter.show ?? "all") !== "all" ||
    state.filter.sources !== undefined ||
    state.filter.classes !== undefined ||
    state.filter.onlyDisagreement === true ||
    state.filter.among !== undefined;
  const { actions: titles, group, groupMove } = text;
  useActions([
    {
      id: "review.clearFilter",
      title: text.clearFilter,
      key: "Escape",
      group,
      isEnabled: state.ids.length === 0 && isFiltered,
      run: clearFilter,
    },
    {
      id: "review.next",
      title: titles.next,
      key: "Space",
      otherKeys: ["Enter"],
      group: groupMove,
      run: () => goNext(1),
    },
    {
      id: "review.previous",
      title: titles.previousUndecided,
      key: "Shift+Space",
      group: groupMove,
      run: () => goNext(-1),
    },
    {
      id: "review.lookCloser",
      title: titles.lookCloser,
      key: "F",
      group,
      isEnabled: state.ids.length > 0,
      run: onOpen,
    },
    { id: "review.note", title: titles.note, key: "N", group, isEnabled: isWritable, run: writeNote },
    {
      id: "review.opinion",
      title: titles.opinion,
      key: "H",
      group,
      isEnabled: project.judgeVersion !== null,
      run: () => {
        viewSettings.setState({ isInspectorOpen: true });
        if (store.focusId !== null) void store.showOpinion(store.focusId);
      },
    },
    { id: "review.inspector", title: titles.inspector, key: "I", group, run: toggleInspector },
    { id: "review.refresh", title: text.refreshOrder, key: "Shift+R", group, run: refresh },
    { id: "review.agreement", title: text.agreementButton, group, run: () => setAgreementOpen(true) },
    {
      id: "review.exportLabels",
      title: titles.exportLabels,
      group,
      run: () =>
        void shell
          .chooseSave({ defaultPath: `${project.path.replace(/\.winnow$/u, "")}-labels.csv`, kind: "labels" })
          .then((to) => (to === null ? null : startJob("review.exportLabels", { to })))
          .catch(() => undefined),
    },
  ]);
  useLabelActions(isWritable, label);
  useGridActions(store, handle, state.nSelected);
  useReasonActions(store, () => store.targets(), { isOn: isReasonKeyed, set: keyReasons }, isWritable);

  const { isHidden, isZoomedToMask, hiddenClasses } = view;
  const look = useMemo(
    () => ({
      overlay: { ...overlay, isHidden },
      overlayOff: { ...overlay, isHidden: true },
      isZoomedToMask,
      hiddenClasses,
    }),
    [overlay, isHidden, isZoomedToMask, hiddenClasses],
  );
  const { filter, counts } = state;
  const filterBar = useMemo(
    () => (
      <FilterBar
        project={project}
        state={{ filter, counts }}
        isNarrow={!isWide}
        isInspectorOpen={isInspectorOpen}
        onFilter={onFilter}
        onRefresh={refresh}
        onInspector={toggleInspector}
        onAgreement={() => setAgreementOpen(true)}
      />
    ),
    // The key that moves the focus leaves the bar as it is; what is called from it knows no more than this.
    [store, project, filter, counts, isWide, isInspectorOpen],
  );
  const isEmpty = state.ids.length === 0 && !state.isLoading;
  return (
    <div className={styles.screen} ref={screen}>
      {filterBar}
      <div className={styles.body}>
        <div className={styles.main}>
          {isEmpty ? (
            <div className={styles.empty} data-region="grid">
              <ReviewEmpty
                project={project}
                state={state}
                onFilter={onFilter}
                onClear={clearFilter}
                onRefresh={refresh}
              />
            </div>
          ) : (
            <ReviewGrid
              store={store}
              look={look}
              tileWidth={tileWidth}
              aspect={project.tileAspect}
              handle={handle}
              onOpen={onOpen}
            />
          )}
          {state.nSelected > 0 ? (
            <SelectionBar
              nSelected={state.nSelected}
              isWritable={isWritable}
              onLabel={label}
              onReasons={() => keyReasons(true)}
              onClear={() => store.clearSelection()}
            />
          ) : (
            <GridLegend isWritable={isWritable} />
          )}
        </div>
        {isInspectorOpen && (
          <ReviewInspector
            store={store}
            project={project}
            isReasonKeyed={isReasonKeyed}
            noteRef={note}
            onLabel={label}
            onDone={focusGrid}
          />
        )}
      </div>
      {isAgreementOpen && (
        <AgreementDialog
          nDisagreement={counts?.disagreement ?? 0}
          onShow={() => void store.load({ order: "queue", show: "all", onlyDisagreement: true })}
          onClose={() => setAgreementOpen(false)}
        />
      )}
    </div>
  );
}

const GridLegend = memo(function GridLegend({ isWritable }: { isWritable: boolean }) {
  const text = useText("review");
  const common = useText("common");
  return (
    <KeyLegend
      left={[
        ...(isWritable
          ? [
              [
                { keys: ["1"], label: common.accept },
                { keys: ["2"], label: common.later },
                { keys: ["3"], label: common.reject },
                { keys: ["0"], label: common.clear },
              ],
            ]
          : []),
        [
          { keys: ["Space"], label: text.keysNext },
          { keys: ["ArrowLeft", "ArrowRight"], label: text.keysMove },
          { keys: ["F"], label: text.keysCloser },
        ],
        [
          { keys: ["S"], label: text.keysOverlay },
          { keys: ["A", "D"], label: text.keysFill },
          { keys: ["Z"], label: text.keysZoom },
        ],
      ]}
      right={[...(isWritable ? [{ keys: ["Ctrl+Z"], label: common.undo }] : []), { keys: ["?"], label: text.keysAll }]}
    />
  );
});
