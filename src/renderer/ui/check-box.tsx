import styles from "./check-box.module.css";

/** Yes or no, with its words. */
export function CheckBox({
  label,
  isChecked,
  isDisabled = false,
  isLabelHidden = false,
  onChange,
}: {
  label: string;
  isChecked: boolean;
  isDisabled?: boolean;
  /** The words are read but not shown. */
  isLabelHidden?: boolean;
  onChange(isChecked: boolean): void;
}): React.JSX.Element {
  return (
    <label className={styles.label}>
      <input
        type="checkbox"
        className={styles.box}
        checked={isChecked}
        disabled={isDisabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span className={isLabelHidden ? "visually-hidden" : undefined}>{label}</span>
    </label>
  );
}
