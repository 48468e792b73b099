import type { LabelValue } from "#contract/records.ts";
import { LegendBar } from "../../app/legend-bar.tsx";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../ui/button.tsx";
import { KeyCap } from "../../ui/key-cap.tsx";
import { VerdictMark } from "../../ui/verdict-mark.tsx";
import styles from "./key-legend.module.css";
import { LABEL_KEYS } from "./label-buttons.tsx";

/** Keys and what they do, in one line; what does not fit is cut off at the end, "?" shows all. */
export function KeyLegend({
  left,
  right,
}: {
  left: readonly (readonly { keys: readonly string[]; label: string }[])[];
  right: readonly { keys: readonly string[]; label: string }[];
}) {
  return (
    <LegendBar>
      <div className={styles.legend}>
        <div className={styles.left}>
          {left.map((group, index) => (
            <span key={group[0]?.label ?? index} className={styles.group} data-group={index > 0 || undefined}>
              {group.map((item) => (
                <Item key={item.label} {...item} />
              ))}
            </span>
          ))}
        </div>
        <span className={styles.group}>
          {right.map((item) => (
            <Item key={item.label} {...item} />
          ))}
        </span>
      </div>
    </LegendBar>
  );
}

function Item({ keys, label }: { keys: readonly string[]; label: string }) {
  return (
    <span className={styles.item}>
      {keys.map((key) => (
        <KeyCap key={key} keys={key} />
      ))}
      {label}
    </span>
  );
}

/** In the place of the legend while several masks are selected. */
export function SelectionBar({
  nSelected,
  isWritable,
  onLabel,
  onReasons,
  onClear,
}: {
  nSelected: number;
  isWritable: boolean;
  onLabel(label: LabelValue): void;
  onReasons(): void;
  onClear(): void;
}) {
  const text = useText("review");
  const common = useText("common");
  const names = { accept: common.accept, later: common.later, reject: common.reject };
  const stay = (event: React.MouseEvent): void => event.preventDefault();
  return (
    <LegendBar>
      <div className={styles.legend} role="toolbar" aria-label={text.selected(nSelected)}>
        <strong className={styles.selected}>{text.selected(nSelected)}</strong>
        <div className={styles.left}>
          {(["accept", "later", "reject"] as const).map((label) => (
            <Button
              key={label}
              size="s"
              keys={LABEL_KEYS[label]}
              isDisabled={!isWritable}
              onMouseDown={stay}
              onClick={() => onLabel(label)}
            >
              <VerdictMark kind={label} size={14} />
              {names[label]}
            </Button>
          ))}
          <Button size="s" kind="quiet" keys="R" isDisabled={!isWritable} onMouseDown={stay} onClick={onReasons}>
            {text.reasons}
          </Button>
        </div>
        <span className={styles.quiet}>{text.selectedUndo(nSelected)}</span>
        <Button size="s" kind="quiet" keys="Escape" onMouseDown={stay} onClick={onClear}>
          {text.clearSelection}
        </Button>
      </div>
    </LegendBar>
  );
}
