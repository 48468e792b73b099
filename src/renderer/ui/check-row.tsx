import { Check, CircleDashed, OctagonX, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./check-row.module.css";

export type CheckState = "passed" | "warning" | "failed" | "at-the-end";

const icons = { passed: Check, warning: TriangleAlert, failed: OctagonX, "at-the-end": CircleDashed } as const;

/** One thing that was checked: its state is a shape, a word for screen readers, and a sentence. */
export function CheckRow({
  state,
  stateText,
  title,
  detail,
  children,
}: {
  state: CheckState;
  /** "Passed", "Warning": said to screen readers before the title. */
  stateText: string;
  title: ReactNode;
  detail?: ReactNode;
  /** A button that mends it. */
  children?: ReactNode;
}): React.JSX.Element {
  const Icon = icons[state];
  return (
    <div className={styles.row} data-state={state}>
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
      <div className={styles.words}>
        <span className="visually-hidden">{stateText}: </span>
        <span>{title}</span>
        {detail !== undefined && <div className={styles.detail}>{detail}</div>}
      </div>
      {children}
    </div>
  );
}
