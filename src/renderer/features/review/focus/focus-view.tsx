import { useEffect, useMemo, useRef, useState } from "react";
import type { ProjectSummary } from "#contract/commands/project.ts";
import type { ErrorMap } from "#contract/commands/review.ts";
import type { LabelValue } from "#contract/records.ts";
import { announce, notify } from "../../../app/announce.ts";
import { usePreferences } from "../../../app/preferences.ts";
import { useText } from "../../../i18n/index.ts";
import { hasGraphicsCard } from "../../../viewer/graphics-card.ts";
import type { PlaneHandle } from "../../../viewer/plane-view.tsx";
import { KeyLegend } from "../key-legend.tsx";
import type { ReviewStore } from "../review-store.ts";
import { useIsWide } from "../use-is-wide.ts";
import { useLabelActions, useReasonActions } from "../use-review-actions.ts";
import { useReviewState } from "../use-review-store.ts";
import { toggleStrip, viewSettings } from "../view-settings.ts";
import { CandidateStrip } from "./candidate-strip.tsx";
import { CasePicture } from "./case-picture.tsx";
import { ErrorLegend } from "./error-legend.tsx";
import { type Arrangement, FocusBar } from "./focus-bar.tsx";
import { FocusInspector } from "./focus-inspector.tsx";
import styles from "./focus-view.module.css";
import { useCrosshair } from "./use-crosshair.ts";
import { useErrorMap } from "./use-error-map.ts";
import { useFocusActions } from "./use-focus-actions.ts";
import { useShownMasks } from "./use-shown-masks.ts";
import { useWindowing } from "./use-windowing.ts";

/**
 * One case large: its image, the masks that were proposed for it, and what the person says of them. A mark stays on the
 * case, so that the judge's opinion can be read; Space goes on.
 */
export function FocusView({
  store,
  project,
  onClose,
}: {
  store: ReviewStore;
  project: ProjectSummary;
  onClose(): void;
}) {
  const text = useText("focus");
  const reviewText = useText("review");
  const state = useReviewState(store);
  const [{ overlay }] = usePreferences();
  const { isHidden, isStripShown, isInspectorOpen: inspectorChoice } = viewSettings();
  const isWide = useIsWide();
  const isInspectorOpen = inspectorChoice ?? isWide;
  const masks = useShownMasks(store, state);
  const { maskId, row, caseId, view, image, other, layouts } = masks;
  const crosshair = useCrosshair(caseId, image, maskId === null ? undefined : masks.masks.get(maskId), layouts);
  const windowControl = useWindowing(image, view);
  const [arrangement, setArrangement] = useState<Arrangement>("three");
  /** In every plane that is shown. */
  const goToWorst = ({ worstSlices }: ErrorMap): void => {
    const planes = arrangement === "three" ? crosshair.planes : crosshair.planes.slice(0, 1);
    crosshair.moveTo(
      planes.flatMap(({ axis }) => {
        const index = worstSlices[axis] ?? null;
        return index === null ? [] : [{ axis, index }];
      }),
    );
  };
  const errors = useErrorMap(store, row, project.judgeVersion, goToWorst);
  const [isReasonKeyed, setReasonKeyed] = useState(false);
  useEffect(() => setReasonKeyed(false), [maskId]);
  const note = useRef<HTMLInputElement>(null);
  const main = useRef<HTMLDivElement>(null);
  const plane = useRef<PlaneHandle>(null);
  const focusPicture = (): void => main.current?.focus({ preventScroll: true });
  useEffect(focusPicture, []);

  const hasVolume = layouts.length > 1;
  const hasSeveral = (view?.masks.length ?? 0) > 1;
  const isWritable = project.access === "write";
  const label = (value: LabelValue | "clear"): void => {
    if (maskId !== null) void store.mark(value, "focus", [maskId]);
  };
  const choose = (id: number | undefined): void => {
    if (id === undefined) return;
    masks.choose(id);
    const found = store.row(id);
    if (found) announce(reviewText.announceFocus(found));
  };
  const arrange = (next: Arrangement): void => {
    if (next === "solid" && !hasGraphicsCard())
      return notify({ kind: "info", title: text.solidOffTitle, text: text.solidOff });
    // Strokes lie on slices.
    if (next === "solid") errors.set(false);
    setArrangement(next);
  };
  const toggleErrors = (): void => {
    masks.stopComparing();
    if (arrangement === "solid") setArrangement("three");
    errors.set(!errors.isOn);
  };
  const hover = (id: number | null): void => {
    if (id === null || !errors.isOn) masks.compareWith(id);
  };
  const compare = (): void => {
    // Both speak by the same strokes.
    errors.set(false);
    masks.toggleComparing();
  };
  const toggleInspector = (): void => viewSettings.setState({ isInspectorOpen: !isInspectorOpen });
  useLabelActions(isWritable, label);
  useFocusActions(
    {
      slice: (step) => crosshair.planes[0] && crosshair.step(crosshair.planes[0].axis, step),
      step: masks.stepCase,
      otherMask: (direction) => choose(masks.otherMask(direction)?.id),
      compare,
      errors: toggleErrors,
      zoom: (factor) => plane.current?.zoom(factor),
      zoomToMask: () => plane.current?.toggleMask(),
      nextPlane: crosshair.nextPlane,
      arrange: () => arrange(arrangement === "three" ? "one" : "three"),
      preset: windowControl.choosePreset,
      invert: windowControl.invert,
      back: onClose,
      next: (direction) =>
        void store.goToUndecided(direction).then((found) => {
          if (!found) notify({ kind: "info", text: reviewText.nothingLeftHere });
        }),
      note: () => {
        viewSettings.setState({ isInspectorOpen: true });
        requestAnimationFrame(() => note.current?.focus());
      },
      opinion: () => maskId !== null && void store.showOpinion(maskId),
      strip: toggleStrip,
      inspector: toggleInspector,
    },
    {
      hasVolume,
      hasSeveral,
      hasOther: other !== null,
      hasJudge: project.judgeVersion !== null,
      hasErrors: errors.obstacle === null,
      isWritable,
      presets: windowControl.presets,
    },
  );
  useReasonActions(
    store,
    () => (maskId === null ? [] : [maskId]),
    {
      isOn: isReasonKeyed,
      set: (isOn) => {
        if (isOn) viewSettings.setState({ isInspectorOpen: true });
        setReasonKeyed(isOn);
      },
    },
    isWritable,
  );
  const settings = useMemo(() => ({ ...overlay, isHidden }), [overlay, isHidden]);
  const small = useMemo(() => ({ ...overlay, isHidden: false }), [overlay]);
  return (
    <div className={styles.view}>
      <FocusBar
        view={view}
        window={windowControl}
        arrangement={arrangement}
        hasVolume={hasVolume}
        errors={errors}
        position={reviewText.position(state.focus + 1, state.ids.length)}
        isInspectorOpen={isInspectorOpen}
        isStripShown={isStripShown}
        onStrip={toggleStrip}
        onErrors={toggleErrors}
        onInspector={toggleInspector}
        onBack={onClose}
        onArrange={arrange}
        onStep={masks.stepCase}
      />
      <div className={styles.body}>
        <div className={styles.main} data-region="grid">
          <div className={styles.picture} ref={main} tabIndex={-1} data-region-focus>
            <CasePicture
              masks={masks}
              errors={errors.volume}
              crosshair={crosshair}
              window={windowControl}
              arrangement={arrangement}
              overlay={settings}
              planeRef={plane}
              onBack={onClose}
            />
          </div>
          {view && row && (
            <CandidateStrip
              store={store}
              view={view}
              current={row}
              other={other}
              isComparing={masks.isKept}
              isHidden={!isStripShown}
              overlay={small}
              legend={
                errors.isOn ? (
                  <ErrorLegend
                    errors={errors}
                    geometry={view.geometry}
                    onWorst={hasVolume && errors.map ? () => goToWorst(errors.map!) : null}
                  />
                ) : null
              }
              onChoose={choose}
              onHover={hover}
              onCompare={compare}
            />
          )}
          <FocusLegend
            isWritable={isWritable}
            hasVolume={hasVolume}
            hasSeveral={hasSeveral}
            hasOther={other !== null}
            hasErrors={errors.obstacle === null}
          />
        </div>
        {isInspectorOpen && view && row && (
          <FocusInspector
            view={view}
            other={other}
            store={store}
            project={project}
            row={row}
            ids={[row.id]}
            isReasonKeyed={isReasonKeyed}
            noteRef={note}
            onLabel={label}
            onDone={focusPicture}
          />
        )}
      </div>
    </div>
  );
}

function FocusLegend({
  isWritable,
  hasVolume,
  hasSeveral,
  hasOther,
  hasErrors,
}: {
  isWritable: boolean;
  hasVolume: boolean;
  hasSeveral: boolean;
  hasOther: boolean;
  hasErrors: boolean;
}) {
  const text = useText("focus");
  const review = useText("review");
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
              ],
            ]
          : []),
        [
          hasVolume
            ? { keys: ["ArrowUp", "ArrowDown"], label: text.keysSlice }
            : { keys: ["+", "-"], label: text.keysZoom },
          ...(hasSeveral ? [{ keys: ["C"], label: text.keysOther }] : []),
          { keys: ["S"], label: review.keysOverlay },
          ...(hasOther ? [{ keys: ["X"], label: text.keysDifferences }] : []),
          ...(hasErrors ? [{ keys: ["E"], label: text.errorMap }] : []),
        ],
      ]}
      right={[
        { keys: ["Space"], label: review.keysNext },
        { keys: ["Escape"], label: text.backToGrid },
        { keys: ["?"], label: review.keysAll },
      ]}
    />
  );
}
