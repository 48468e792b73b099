import { classNames } from "./class-names.ts";
import styles from "./slider.module.css";

/** A native range: arrow keys step, and it says its value in words. */
export function Slider({
  label,
  value,
  min,
  max,
  step,
  valueText,
  isLabelHidden = false,
  isDisabled = false,
  className,
  onChange,
}: {
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  /** The value as it is spoken: "18 %". */
  valueText: string;
  isLabelHidden?: boolean;
  isDisabled?: boolean;
  className?: string | undefined;
  onChange(value: number): void;
}): React.JSX.Element {
  const share = max > min ? ((value - min) / (max - min)) * 100 : 0;
  return (
    <label className={classNames(styles.label, className)}>
      <span className={isLabelHidden ? "visually-hidden" : undefined}>{label}</span>
      <input
        type="range"
        className={styles.range}
        style={{ ["--share" as string]: `${share}%` }}
        min={min}
        max={max}
        step={step}
        value={value}
        disabled={isDisabled}
        aria-valuetext={valueText}
        onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
        onKeyDown={(event) => {
          if (event.key.startsWith("Arrow")) event.stopPropagation();
        }}
      />
    </label>
  );
}
