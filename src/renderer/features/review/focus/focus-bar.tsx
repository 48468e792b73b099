import { ArrowLeft, ChevronLeft, ChevronRight, Contrast, PanelBottom, PanelRight, ScanSearch } from "lucide-react";
import type { CaseView } from "#contract/commands/review.ts";
import { format, useText } from "../../../i18n/index.ts";
import { Button } from "../../../ui/button.tsx";
import { IconButton } from "../../../ui/icon-button.tsx";
import { KeyCap } from "../../../ui/key-cap.tsx";
import { MenuButton } from "../../../ui/menu-button.tsx";
import { SegmentedFilter } from "../../../ui/segmented-filter.tsx";
import { Tag } from "../../../ui/tag.tsx";
import { Tooltip } from "../../../ui/tooltip.tsx";
import { volumeName } from "../../volumes/volume-groups.ts";
import { OverlayControls } from "../filter-bar.tsx";
import barStyles from "../filter-bar.module.css";
import styles from "./focus-view.module.css";
import { useIsWide } from "../use-is-wide.ts";
import type { ErrorMapControl } from "./use-error-map.ts";
import type { WindowControl } from "./use-windowing.ts";

export type Arrangement = "three" | "one" | "solid";

/** Above a case: back, which one it is, how it is shown, and the way to its neighbours. */
export function FocusBar({
  view,
  window: { presets, preset, windowing, choosePreset, invert },
  arrangement,
  hasVolume,
  errors,
  position,
  isInspectorOpen,
  isStripShown,
  onErrors,
  onStrip,
  onInspector,
  onBack,
  onArrange,
  onStep,
}: {
  view: CaseView | undefined;
  window: WindowControl;
  arrangement: Arrangement;
  hasVolume: boolean;
  errors: ErrorMapControl;
  position: string;
  isInspectorOpen: boolean;
  isStripShown: boolean;
  onErrors(): void;
  onStrip(): void;
  onInspector(): void;
  onBack(): void;
  onArrange(arrangement: Arrangement): void;
  onStep(step: 1 | -1): void;
}) {
  const text = useText("focus");
  const reviewText = useText("review");
  const volumesText = useText("volumes");
  const isWide = useIsWide();
  const size = view?.geometry.size;
  const spacing = view?.geometry.spacingMm;
  return (
    <div className={barStyles.bar} role="toolbar" aria-label={text.toolbar} data-region="filter" data-chrome>
      <Button kind="quiet" size="s" icon={ArrowLeft} keys="Escape" onClick={onBack}>
        {text.grid}
      </Button>
      <span className={barStyles.separator} aria-hidden="true" />
      <h1 className={styles.case}>{view?.case ?? ""}</h1>
      {size && (
        <span className={styles.facts}>
          {format.size(size.length > 2 && size[2] === 1 ? size.slice(0, 2) : size)},{" "}
          {spacing ? spacingText(spacing) : text.spacingUnknown}
          {view?.volume && `, ${volumeName(volumesText, view.volume.series, view.volume.volume)}`}
        </span>
      )}
      {view && hasVolume && view.axisLetters === null && <Tag tone="warning">{text.orientationUnknown}</Tag>}
      <span className={styles.push} />
      <MenuButton
        label={text.window}
        icon={Contrast}
        items={[
          ...presets.map((item, index) => ({
            id: item.id,
            label: text.presets[item.id],
            keys: `Shift+${index + 1}`,
            role: "radio" as const,
            isChecked: item.id === preset,
            run: () => choosePreset(item),
          })),
          {
            id: "invert",
            label: text.invert,
            keys: "Shift+I",
            role: "checkbox",
            isChecked: windowing.isInverted,
            isFirstOfGroup: true,
            run: invert,
          },
        ]}
      >
        <strong>{preset === null ? text.ownWindow : text.presets[preset]}</strong>
      </MenuButton>
      {hasVolume && (
        <SegmentedFilter
          label={text.arrangement}
          value={arrangement}
          segments={[
            { value: "three", label: text.threePlanes },
            { value: "one", label: text.onePlane },
            { value: "solid", label: text.solid },
          ]}
          onChange={onArrange}
        />
      )}
      <OverlayControls isStyleHidden={!isWide} />
      <span className={barStyles.separator} aria-hidden="true" />
      <ErrorMapToggle errors={errors} onToggle={onErrors} />
      <span className={barStyles.separator} aria-hidden="true" />
      <span className={styles.stepper}>
        <IconButton icon={ChevronLeft} label={text.previousCase} keys="ArrowLeft" onClick={() => onStep(-1)} />
        {position}
        <IconButton icon={ChevronRight} label={text.nextCase} keys="ArrowRight" onClick={() => onStep(1)} />
      </span>
      <IconButton icon={PanelBottom} label={text.masksOfCase} keys="M" isPressed={isStripShown} onClick={onStrip} />
      <IconButton
        icon={PanelRight}
        label={reviewText.inspector}
        keys="I"
        isPressed={isInspectorOpen}
        onClick={onInspector}
      />
    </div>
  );
}

/** Where the judge expects errors: an opinion, so it can be had once that is shown. */
function ErrorMapToggle({ errors: { obstacle, isOn }, onToggle }: { errors: ErrorMapControl; onToggle(): void }) {
  const text = useText("focus");
  return (
    <Tooltip text={obstacle === null ? text.errorsTitle : text.errorsObstacles[obstacle]}>
      <button
        type="button"
        className={barStyles.toggle}
        aria-pressed={isOn}
        aria-disabled={obstacle !== null || undefined}
        aria-keyshortcuts="E"
        onMouseDown={(event) => event.preventDefault()}
        onClick={obstacle === null ? onToggle : (event) => event.preventDefault()}
      >
        <ScanSearch size={16} strokeWidth={1.75} aria-hidden="true" />
        {text.errorMap}
        <KeyCap keys="E" />
      </button>
    </Tooltip>
  );
}

/** "1.00 mm" where voxels are cubes, else every edge. */
function spacingText(spacing: readonly number[]): string {
  const edges = spacing.map((value) => format.dice(value));
  return `${new Set(edges).size === 1 ? edges[0]! : edges.join(" × ")} mm`;
}
