import { useId } from "react";
import styles from "./check-box.module.css";

/** Yes or no, with its words; under them, where there is more to say, what it means or costs. */
export function CheckBox({
  label,
  hint,
  isChecked,
  isDisabled = false,
  isLabelHidden = false,
  onChange,
}: {
  label: string;
  hint?: string | undefined;
  isChecked: boolean;
  isDisabled?: boolean;
  /** The words are read but not shown. */
  isLabelHidden?: boolean;
  onChange(isChecked: boolean): void;
}): React.JSX.Element {
  const id = useId();
  const box = (
    <label className={styles.label}>
      <input
        type="checkbox"
        className={styles.box}
        checked={isChecked}
        disabled={isDisabled}
        aria-describedby={hint === undefined ? undefined : id}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span className={isLabelHidden ? "visually-hidden" : undefined}>{label}</span>
    </label>
  );
  if (hint === undefined) return box;
  return (
    <div>
      {box}
      <p id={id} className={styles.hint}>
        {hint}
      </p>
    </div>
  );
}
