import { Search, X } from "lucide-react";
import type { Ref } from "react";
import { textOf } from "../i18n/index.ts";
import { classNames } from "./class-names.ts";
import { KeyCap } from "./key-cap.tsx";
import styles from "./search-field.module.css";

/** Text to look for; Escape empties it first, and leaves it when it is empty. */
export function SearchField({
  label,
  value,
  keys,
  className,
  ref,
  onChange,
}: {
  label: string;
  value: string;
  keys?: string | undefined;
  className?: string | undefined;
  ref?: Ref<HTMLInputElement>;
  onChange(value: string): void;
}): React.JSX.Element {
  return (
    <div className={classNames(styles.field, className)}>
      <Search size={14} strokeWidth={1.75} aria-hidden="true" />
      <input
        ref={ref}
        type="text"
        className={styles.input}
        aria-label={label}
        aria-keyshortcuts={keys}
        placeholder={label}
        spellCheck={false}
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          if (value) onChange("");
          else event.currentTarget.blur();
        }}
      />
      {value ? (
        <button type="button" className={styles.empty} aria-label={textOf("common").clear} onClick={() => onChange("")}>
          <X size={14} strokeWidth={1.75} aria-hidden="true" />
        </button>
      ) : (
        keys && <KeyCap keys={keys} />
      )}
    </div>
  );
}
