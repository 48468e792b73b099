import styles from "./key-cap.module.css";

const symbols: Readonly<Record<string, string>> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
  PageUp: "Page ↑",
  PageDown: "Page ↓",
  Delete: "Del",
};

/** A key as people write it: "Ctrl+Shift+Z" → "Ctrl Shift Z". */
export function keyLabel(key: string): string {
  const parts = key === "+" ? ["+"] : key.split("+");
  return parts.map((part) => symbols[part] ?? part).join(" ");
}

/** A key, where it can be pressed. Screen readers hear it from the control itself (`aria-keyshortcuts`). */
export function KeyCap({ keys }: { keys: string }): React.JSX.Element {
  return (
    <kbd className={styles.key} aria-hidden="true">
      {keyLabel(keys)}
    </kbd>
  );
}
