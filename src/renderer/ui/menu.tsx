import { Check } from "lucide-react";
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { format } from "../i18n/index.ts";
import { KeyCap } from "./key-cap.tsx";
import styles from "./menu.module.css";

export interface MenuItem {
  id: string;
  label: string;
  /** Second line: the path of a project. */
  detail?: string | undefined;
  icon?: ReactNode;
  keys?: string | undefined;
  count?: number | undefined;
  isChecked?: boolean;
  role?: "item" | "radio" | "checkbox";
  isDisabled?: boolean;
  /** A line above it. */
  isFirstOfGroup?: boolean;
  run(): void;
}

/** A list below its button: arrows move, letters jump, Escape closes and gives the focus back. */
export function Menu({
  id,
  label,
  anchor,
  items,
  align = "start",
  onClose,
}: {
  id?: string;
  label: string;
  anchor: RefObject<HTMLElement | null>;
  items: readonly MenuItem[];
  align?: "start" | "end";
  onClose(): void;
}): React.JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<React.CSSProperties>({ visibility: "hidden" });

  useLayoutEffect(() => {
    const from = anchor.current?.getBoundingClientRect();
    const box = list.current?.getBoundingClientRect();
    if (!from || !box) return;
    const left = align === "start" ? from.left : from.right - box.width;
    const below = window.innerHeight - from.bottom - 12;
    const isAbove = box.height > below && from.top > below;
    setPlace({
      left: Math.max(8, Math.min(left, window.innerWidth - box.width - 8)),
      minWidth: from.width,
      maxHeight: isAbove ? from.top - 12 : below,
      ...(isAbove ? { bottom: window.innerHeight - from.top + 4 } : { top: from.bottom + 4 }),
    });
  }, [anchor, align]);
  // Not before it is seen: what is hidden takes no focus.
  const isPlaced = place.visibility !== "hidden";
  useLayoutEffect(() => {
    if (!isPlaced) return;
    const chosen = list.current?.querySelector<HTMLElement>('[aria-checked="true"]');
    (chosen ?? list.current?.querySelector<HTMLElement>("button"))?.focus({ preventScroll: true });
  }, [isPlaced]);

  useEffect(() => {
    const closeOutside = (event: PointerEvent): void => {
      const target = event.target as Node;
      if (!list.current?.contains(target) && !anchor.current?.contains(target)) onClose();
    };
    // Also where the focus has left the list (a screen reader's own cursor).
    const closeByKey = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || list.current?.contains(event.target as Node)) return;
      event.preventDefault();
      event.stopPropagation();
      onClose();
    };
    window.addEventListener("pointerdown", closeOutside, true);
    window.addEventListener("keydown", closeByKey, true);
    window.addEventListener("blur", onClose);
    return () => {
      window.removeEventListener("pointerdown", closeOutside, true);
      window.removeEventListener("keydown", closeByKey, true);
      window.removeEventListener("blur", onClose);
    };
  }, [anchor, onClose]);

  const leave = (): void => {
    onClose();
    anchor.current?.focus();
  };
  const move = (event: React.KeyboardEvent): void => {
    const buttons = [...(list.current?.querySelectorAll<HTMLElement>("button") ?? [])];
    const index = buttons.indexOf(document.activeElement as HTMLElement);
    const typed = event.key.length === 1 && event.key !== " " && !event.ctrlKey ? event.key.toLowerCase() : null;
    const found = typed
      ? [...buttons.slice(index + 1), ...buttons].find((button) =>
          button.textContent?.trim().toLowerCase().startsWith(typed),
        )
      : undefined;
    const next =
      event.key === "ArrowDown"
        ? buttons[(index + 1) % buttons.length]
        : event.key === "ArrowUp"
          ? buttons.at(index <= 0 ? -1 : index - 1)
          : event.key === "Home"
            ? buttons[0]
            : event.key === "End"
              ? buttons.at(-1)
              : found;
    event.stopPropagation();
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      leave();
    } else if (next) {
      event.preventDefault();
      next.focus();
    }
  };

  return createPortal(
    <div ref={list} id={id} role="menu" aria-label={label} className={styles.menu} style={place} onKeyDown={move}>
      {items.map((item) => (
        <button
          key={item.id}
          type="button"
          role={item.role === "checkbox" ? "menuitemcheckbox" : item.role === "radio" ? "menuitemradio" : "menuitem"}
          aria-checked={item.role && item.role !== "item" ? (item.isChecked ?? false) : undefined}
          aria-disabled={item.isDisabled || undefined}
          aria-keyshortcuts={item.keys}
          tabIndex={-1}
          className={styles.item}
          data-group={item.isFirstOfGroup || undefined}
          onClick={() => {
            if (item.isDisabled) return;
            if (item.role !== "checkbox") leave();
            item.run();
          }}
        >
          {item.role && item.role !== "item" ? (
            <span className={styles.check}>
              {item.isChecked && <Check size={14} strokeWidth={1.75} aria-hidden="true" />}
            </span>
          ) : (
            item.icon
          )}
          <span className={styles.words}>
            <span>{item.label}</span>
            {item.detail && <span className={styles.detail}>{item.detail}</span>}
          </span>
          {item.count !== undefined && <span className={styles.count}>{format.number(item.count)}</span>}
          {item.keys && <KeyCap keys={item.keys} />}
        </button>
      ))}
    </div>,
    document.body,
  );
}
