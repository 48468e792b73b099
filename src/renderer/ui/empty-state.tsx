import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./empty-state.module.css";

/** Where there is nothing to show: what is so, and what to do about it. No dead ends. */
export function EmptyState({
  icon: Icon,
  tone = "plain",
  title,
  text,
  children,
}: {
  icon: LucideIcon;
  tone?: "plain" | "warning" | "error";
  title: string;
  text?: ReactNode;
  /** The buttons. */
  children?: ReactNode;
}): React.JSX.Element {
  return (
    <div className={styles.place}>
      <section className={styles.box}>
        <Icon className={styles[tone]} size={26} strokeWidth={1.75} aria-hidden="true" />
        <h2 className={styles.title}>{title}</h2>
        {text !== undefined && <div className={styles.text}>{text}</div>}
        {children && <div className={styles.buttons}>{children}</div>}
      </section>
    </div>
  );
}
