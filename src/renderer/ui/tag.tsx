import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./tag.module.css";

/** A word about the thing beside it: "in use", "Random check". */
export function Tag({
  icon: Icon,
  tone = "plain",
  children,
}: {
  icon?: LucideIcon | undefined;
  tone?: "plain" | "warning";
  children: ReactNode;
}): React.JSX.Element {
  return (
    <span className={styles.tag} data-tone={tone}>
      {Icon && <Icon size={14} strokeWidth={1.75} aria-hidden="true" />}
      {children}
    </span>
  );
}
