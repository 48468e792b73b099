import { X } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { textOf } from "../i18n/index.ts";
import { classNames } from "./class-names.ts";
import styles from "./dialog.module.css";
import { IconButton } from "./icon-button.tsx";

/**
 * Over the window: only to destroy something, for files, and for what is not a screen (settings, keys). What carries
 * `data-autofocus` has the focus first, otherwise the first thing that can; on closing it goes back to where it was.
 */
export function Dialog({
  title,
  size = "m",
  buttons,
  isHeaderHidden = false,
  isAtTop = false,
  children,
  onClose,
}: {
  title: string;
  size?: "s" | "m" | "l";
  /** The last is the one that goes on. */
  buttons?: ReactNode;
  isHeaderHidden?: boolean;
  /** Hangs from the top: its height may change without it moving. */
  isAtTop?: boolean;
  children: ReactNode;
  onClose(): void;
}): React.JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    element?.querySelector<HTMLElement>("[data-autofocus]")?.focus();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      className={classNames(styles.dialog, styles[size], isAtTop && styles.top)}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key !== "Escape") return;
        event.preventDefault();
        onClose();
      }}
    >
      <div className={styles.inside}>
        <header className={isHeaderHidden ? "visually-hidden" : styles.header}>
          <h2 id={id} className={styles.title}>
            {title}
          </h2>
          {!isHeaderHidden && <IconButton icon={X} label={textOf("common").close} onClick={onClose} />}
        </header>
        <div className={styles.content}>{children}</div>
        {buttons && <footer className={styles.buttons}>{buttons}</footer>}
      </div>
    </dialog>
  );
}
