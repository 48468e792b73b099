import { FolderPlus, OctagonX, PanelRight, TriangleAlert, WandSparkles, X } from "lucide-react";
import type { RefObject } from "react";
import type { Output } from "#contract/commands.ts";
import { useKeyOf } from "../../app/actions.ts";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../ui/button.tsx";
import { Dropdown } from "../../ui/dropdown.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { SegmentedFilter } from "../../ui/segmented-filter.tsx";
import { sourceName } from "./source-name.ts";
import { Tooltip } from "../../ui/tooltip.tsx";
import styles from "./filter-bar.module.css";
import { findingText } from "./finding-text.ts";
import type { CaseFilter } from "./use-cases.ts";

const EVERY = "";

export function FilterBar({
  value,
  counts,
  sources,
  code,
  searchField,
  hasFindings,
  nFindings,
  canPropose,
  canReview,
  isReadOnly,
  onChange,
  onClearCode,
  onToggleFindings,
  onPropose,
  onAdd,
  onReview,
}: {
  value: CaseFilter;
  counts: Output<"intake.snapshot">["counts"] | undefined;
  sources: readonly string[];
  code: string | undefined;
  searchField: RefObject<HTMLInputElement | null>;
  hasFindings: boolean;
  nFindings: number;
  canPropose: boolean;
  canReview: boolean;
  isReadOnly: boolean;
  onChange(value: CaseFilter): void;
  onClearCode(): void;
  onToggleFindings(): void;
  onPropose(): void;
  onAdd(): void;
  onReview(): void;
}): React.JSX.Element {
  const text = useText("data");
  const common = useText("common");
  const findings = useText("findings");
  const keyOf = useKeyOf();
  return (
    <div className={styles.bar} data-chrome data-region>
      <SearchField
        ref={searchField}
        label={text.search}
        value={value.search}
        keys={keyOf("data.search", "Ctrl+F")}
        onChange={(search) => onChange({ ...value, search })}
      />
      <SegmentedFilter
        label={text.show}
        value={value.filter}
        onChange={(filter) => onChange({ ...value, filter })}
        segments={[
          { value: "all", label: text.all, count: counts?.all },
          {
            value: "errors",
            label: text.errors,
            count: counts?.errors,
            icon: <OctagonX className={styles.error} size={14} strokeWidth={1.75} aria-hidden="true" />,
          },
          {
            value: "warnings",
            label: text.warnings,
            count: counts?.warnings,
            icon: <TriangleAlert className={styles.warning} size={14} strokeWidth={1.75} aria-hidden="true" />,
          },
          { value: "no-mask", label: text.noMask, count: counts?.noMask },
        ]}
      />
      {sources.length > 1 && (
        <Dropdown
          label={text.source}
          value={value.source ?? EVERY}
          options={[
            { value: EVERY, label: text.anySource },
            ...sources.map((source) => ({ value: source, label: sourceName(source) })),
          ]}
          onChange={(source) => onChange({ ...value, source: source === EVERY ? null : source })}
        />
      )}
      {code !== undefined && (
        <Button size="s" onClick={onClearCode}>
          {text.onlyWith(findingText(findings, code).title)}
          <X size={14} strokeWidth={1.75} aria-hidden="true" />
          <span className="visually-hidden">{text.clearFilter}</span>
        </Button>
      )}
      <div className={styles.end}>
        {nFindings > 0 && (
          <IconButton
            icon={PanelRight}
            label={text.showFindings}
            keys={keyOf("data.findings", "I")}
            isPressed={hasFindings}
            onClick={onToggleFindings}
          />
        )}
        <Tooltip text={text.proposeMasks} keys={keyOf("go.propose", "Ctrl+5")}>
          <Button size="s" icon={WandSparkles} isDisabled={!canPropose} onClick={onPropose}>
            {text.proposeMasks}
          </Button>
        </Tooltip>
        <Tooltip text={isReadOnly ? common.readOnlyHint : text.addMore} keys={keyOf("project.addFolder", "Ctrl+O")}>
          <Button size="s" icon={FolderPlus} isDisabled={isReadOnly} onClick={onAdd}>
            {text.addMore}
          </Button>
        </Tooltip>
        <Tooltip
          text={canReview ? text.startReviewing : text.nothingToReview}
          keys={keyOf("data.review", "Ctrl+Enter")}
        >
          <Button kind="primary" size="s" isDisabled={!canReview} onClick={onReview}>
            {text.startReviewing}
          </Button>
        </Tooltip>
      </div>
    </div>
  );
}
