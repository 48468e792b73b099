import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import styles from "./panel.module.css";

/** A part of an inspector or a box of a screen, under its heading. */
export function Panel({
  title,
  aside,
  kind = "section",
  className,
  children,
}: {
  title?: ReactNode;
  /** What stands at the right of the heading. */
  aside?: ReactNode;
  /** `section`: lines between, no box. `box`: an edge of its own. */
  kind?: "section" | "box";
  className?: string | undefined;
  children: ReactNode;
}): React.JSX.Element {
  return (
    <section className={classNames(styles[kind], className)}>
      {(title !== undefined || aside !== undefined) && (
        <header className={styles.header}>
          <h2 className={styles.title}>{title}</h2>
          {aside !== undefined && <div className={styles.aside}>{aside}</div>}
        </header>
      )}
      {children}
    </section>
  );
}
