import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import styles from "./box.module.css";

/** A box of a screen that is made of boxes (Judge, Release): heading, what stands at its right, contents that fill it. */
export function Box({
  title,
  aside,
  button,
  className,
  children,
}: {
  title: ReactNode;
  aside?: ReactNode;
  button?: ReactNode;
  className?: string | undefined;
  children: ReactNode;
}): React.JSX.Element {
  return (
    <section className={classNames(styles.box, className)}>
      <header className={styles.header}>
        <h2 className={styles.title}>{title}</h2>
        {aside && <span className={styles.aside}>{aside}</span>}
        {button && <span className={styles.button}>{button}</span>}
      </header>
      {children}
    </section>
  );
}
