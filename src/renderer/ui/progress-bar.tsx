import { classNames } from "./class-names.ts";
import styles from "./progress-bar.module.css";

/** How far work has come; of unknown length there is no bar, only the text beside it. It moves in steps. */
export function ProgressBar({
  label,
  done,
  total,
  className,
}: {
  label: string;
  done: number;
  total: number | null;
  className?: string | undefined;
}): React.JSX.Element | null {
  if (total === null) return null;
  const share = total > 0 ? Math.min(1, done / total) : 0;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(share * 100)}
      className={classNames(styles.bar, className)}
    >
      <div className={styles.done} style={{ transform: `scaleX(${share})` }} />
    </div>
  );
}
