import { Eye, EyeOff, Grid3x3, ListFilter, PanelRight, RotateCw, Users } from "lucide-react";
import type { ProjectSummary } from "#contract/commands/project.ts";
import { usePreferences } from "../../app/preferences.ts";
import { format, useText } from "../../i18n/index.ts";
import { Dropdown } from "../../ui/dropdown.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { MenuButton } from "../../ui/menu-button.tsx";
import type { MenuItem } from "../../ui/menu.tsx";
import { SegmentedFilter } from "../../ui/segmented-filter.tsx";
import { Slider } from "../../ui/slider.tsx";
import { MAX_FILL } from "../../viewer/overlay-style.ts";
import { sourceName } from "../data/source-name.ts";
import styles from "./filter-bar.module.css";
import type { Filter, ReviewState } from "./review-store.ts";
import { toggleOverlay, viewSettings } from "./view-settings.ts";

const ORDERS = ["queue", "case", "score-low-first", "last-marked"] as const;
const SHOWS = ["all", "to-review", "accepted", "rejected", "labelled"] as const;

type Shown = Pick<ReviewState, "filter" | "counts">;

/** Which masks are shown and in what order; how they are drawn. */
export function FilterBar({
  project,
  state,
  isNarrow,
  isInspectorOpen,
  onFilter,
  onRefresh,
  onInspector,
  onAgreement,
}: {
  project: ProjectSummary;
  state: Shown;
  /** Source, class and disagreement fold into one button. */
  isNarrow: boolean;
  isInspectorOpen: boolean;
  onFilter(change: Partial<Filter>): void;
  onRefresh(): void;
  onInspector(): void;
  onAgreement(): void;
}) {
  const text = useText("review");
  const { filter, counts } = state;
  const countOf = {
    all: counts?.all,
    "to-review": counts?.toReview,
    accepted: counts?.accepted,
    rejected: counts?.rejected,
    labelled: counts?.labelled,
  };
  const hasJudge = project.judgeVersion !== null;
  return (
    <div className={styles.bar} role="toolbar" aria-label={text.filter} data-region="filter" data-chrome>
      <Dropdown
        label={text.order}
        value={filter.order ?? "queue"}
        options={ORDERS.filter((order) => hasJudge || order !== "score-low-first").map((order) => ({
          value: order,
          label: text.orders[order],
        }))}
        onChange={(order) => onFilter({ order })}
      />
      <IconButton icon={RotateCw} label={text.refreshOrder} keys="Shift+R" onClick={onRefresh} />
      <SegmentedFilter
        label={text.show}
        value={filter.show ?? "all"}
        segments={SHOWS.map((show) => ({ value: show, label: text.shows[show], count: countOf[show] }))}
        onChange={(show) => onFilter({ show })}
      />
      {isNarrow ? (
        <FoldedFilter project={project} state={state} onFilter={onFilter} />
      ) : (
        <WideFilter project={project} state={state} onFilter={onFilter} />
      )}
      {project.raters.length > 1 && <IconButton icon={Users} label={text.agreementButton} onClick={onAgreement} />}
      <OverlayControls isStyleHidden={isNarrow} />
      <span className={styles.separator} aria-hidden="true" />
      <TileSizeSlider />
      {(isNarrow || !isInspectorOpen) && (
        <IconButton
          icon={PanelRight}
          label={text.inspector}
          keys="I"
          isPressed={isInspectorOpen}
          onClick={onInspector}
        />
      )}
    </div>
  );
}

interface FilterProps {
  project: ProjectSummary;
  state: Shown;
  onFilter(change: Partial<Filter>): void;
}

function WideFilter({ project, state: { filter, counts }, onFilter }: FilterProps) {
  const text = useText("review");
  return (
    <>
      {project.sources.length > 1 && (
        <Dropdown
          label={text.source}
          values={filter.sources ?? []}
          options={project.sources.map((source) => ({ value: source, label: sourceName(source) }))}
          onChange={(sources) => onFilter({ sources: sources.length > 0 ? sources : undefined })}
        />
      )}
      {project.classes.length > 1 && (
        <Dropdown
          label={text.class}
          values={filter.classes ?? []}
          options={project.classes.map((name) => ({ value: name, label: name }))}
          onChange={(classes) => onFilter({ classes: classes.length > 0 ? classes : undefined })}
        />
      )}
      <button
        type="button"
        className={styles.toggle}
        aria-pressed={filter.onlyDisagreement ?? false}
        onClick={() => onFilter({ onlyDisagreement: !filter.onlyDisagreement })}
      >
        <span aria-hidden="true">≠</span>
        {text.disagree}
        <span className={styles.count}>{counts ? format.number(counts.disagreement) : ""}</span>
      </button>
    </>
  );
}

function FoldedFilter({ project, state: { filter, counts }, onFilter }: FilterProps) {
  const text = useText("review");
  const several = (
    kind: "sources" | "classes",
    label: string,
    names: readonly string[],
    isFirstOfGroup: boolean,
  ): MenuItem[] =>
    names.length < 2
      ? []
      : names.map((name, index) => ({
          id: `${kind}-${name}`,
          label: `${label}: ${kind === "sources" ? sourceName(name) : name}`,
          role: "checkbox" as const,
          isChecked: filter[kind]?.includes(name) ?? false,
          isFirstOfGroup: isFirstOfGroup && index === 0,
          run: () => {
            const before = filter[kind] ?? [];
            const after = before.includes(name) ? before.filter((other) => other !== name) : [...before, name];
            onFilter({ [kind]: after.length > 0 ? after : undefined });
          },
        }));
  const nSet = (filter.sources ? 1 : 0) + (filter.classes ? 1 : 0) + (filter.onlyDisagreement ? 1 : 0);
  return (
    <MenuButton
      label={text.filter}
      icon={ListFilter}
      items={[
        {
          id: "disagree",
          label: `≠ ${text.disagree}`,
          count: counts?.disagreement,
          role: "checkbox",
          isChecked: filter.onlyDisagreement ?? false,
          run: () => onFilter({ onlyDisagreement: !filter.onlyDisagreement }),
        },
        ...several("sources", text.source, project.sources, true),
        ...several("classes", text.class, project.classes, true),
      ]}
    >
      {nSet > 0 && <span className={styles.count}>{format.number(nSet)}</span>}
    </MenuButton>
  );
}

/** The eye, the style and the fill: the same in grid and focus view. */
export function OverlayControls({ isStyleHidden = false }: { isStyleHidden?: boolean }) {
  const text = useText("review");
  const [{ overlay }, change] = usePreferences();
  const isHidden = viewSettings((view) => view.isHidden);
  return (
    <div className={styles.overlay}>
      <IconButton
        icon={isHidden ? EyeOff : Eye}
        label={text.overlay}
        keys="S"
        isPressed={!isHidden}
        onClick={toggleOverlay}
      />
      {!isStyleHidden && (
        <SegmentedFilter
          label={text.style}
          value={overlay.style}
          segments={[
            { value: "outline-fill", label: text.outlineFill },
            { value: "outline", label: text.outline },
          ]}
          onChange={(style) => change({ overlay: { ...overlay, style } })}
        />
      )}
      <Slider
        label={text.fill}
        min={0}
        max={MAX_FILL}
        step={0.02}
        value={overlay.fill}
        valueText={format.percent(overlay.fill, 0)}
        isDisabled={overlay.style === "outline"}
        onChange={(fill) => change({ overlay: { ...overlay, fill } })}
      />
    </div>
  );
}

function TileSizeSlider() {
  const text = useText("review");
  const [{ tileWidth }, change] = usePreferences();
  return (
    <div className={styles.overlay}>
      <Grid3x3 size={16} strokeWidth={1.75} aria-hidden="true" />
      <Slider
        label={text.tileSize}
        isLabelHidden
        min={150}
        max={360}
        step={10}
        value={tileWidth}
        valueText={`${tileWidth} px`}
        onChange={(value) => change({ tileWidth: value })}
      />
    </div>
  );
}
