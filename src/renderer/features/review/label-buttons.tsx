import type { LabelValue } from "#contract/records.ts";
import { useText } from "../../i18n/index.ts";
import { KeyCap } from "../../ui/key-cap.tsx";
import { Tooltip } from "../../ui/tooltip.tsx";
import { VerdictMark } from "../../ui/verdict-mark.tsx";
import styles from "./label-buttons.module.css";

export const LABEL_KEYS = { accept: "1", later: "2", reject: "3" } as const satisfies Record<LabelValue, string>;

/** Accept, later, reject, with their keys; the one that holds is filled with its colour. */
export function LabelButtons({
  chosen,
  isDisabled,
  disabledHint,
  onLabel,
}: {
  chosen: LabelValue | null;
  isDisabled: boolean;
  disabledHint: string;
  onLabel(label: LabelValue): void;
}) {
  const text = useText("common");
  const names = { accept: text.accept, later: text.later, reject: text.reject };
  return (
    <div className={styles.buttons}>
      {(["accept", "later", "reject"] as const).map((label) => {
        const button = (
          <button
            key={label}
            type="button"
            className={styles.button}
            aria-pressed={chosen === label}
            aria-disabled={isDisabled || undefined}
            aria-keyshortcuts={LABEL_KEYS[label]}
            data-kind={label}
            onClick={() => !isDisabled && onLabel(label)}
          >
            <span className={styles.word}>
              <VerdictMark kind={label} tone={chosen === label ? "ink" : "colour"} />
              {names[label]}
            </span>
            <KeyCap keys={LABEL_KEYS[label]} />
          </button>
        );
        return isDisabled ? (
          <Tooltip key={label} text={disabledHint}>
            {button}
          </Tooltip>
        ) : (
          button
        );
      })}
    </div>
  );
}
