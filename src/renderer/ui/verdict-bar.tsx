import { classNames } from "./class-names.ts";
import styles from "./verdict-bar.module.css";

export type VerdictPart = "accept" | "reject" | "later" | "person" | "open";

/** How the masks of a project are decided, as one bar; the numbers stand beside it in words. */
export function VerdictBar({
  label,
  parts,
  className,
}: {
  label: string;
  parts: readonly { kind: VerdictPart; n: number }[];
  className?: string | undefined;
}): React.JSX.Element {
  return (
    <span role="img" aria-label={label} className={classNames(styles.bar, className)}>
      {parts
        .filter(({ n }) => n > 0)
        .map(({ kind, n }) => (
          <span key={kind} className={styles.part} data-kind={kind} style={{ flexGrow: n }} />
        ))}
    </span>
  );
}
