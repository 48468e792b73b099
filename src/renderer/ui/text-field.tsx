import { useEffect, useId, useRef } from "react";
import { classNames } from "./class-names.ts";
import styles from "./text-field.module.css";

/** A line of text (or several) under its label. */
export function TextField({
  label,
  value,
  hint,
  error,
  maxLength,
  rows,
  isFocused = false,
  isLabelHidden = false,
  isDisabled = false,
  className,
  onChange,
  onDone,
}: {
  label: string;
  value: string;
  hint?: string | undefined;
  error?: string | undefined;
  maxLength?: number;
  /** More than one line. */
  rows?: number;
  /** Takes the focus when it appears. */
  isFocused?: boolean;
  isLabelHidden?: boolean;
  isDisabled?: boolean;
  className?: string | undefined;
  onChange(value: string): void;
  /** The focus leaves it, or Enter is pressed. */
  onDone?: (value: string) => void;
}): React.JSX.Element {
  const id = useId();
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  useEffect(() => {
    if (isFocused) field.current?.focus();
  }, [isFocused]);
  const shared = {
    ref: field,
    id,
    className: styles.field,
    value,
    maxLength,
    disabled: isDisabled,
    spellCheck: false,
    autoComplete: "off",
    "aria-invalid": error !== undefined || undefined,
    "aria-describedby": hint !== undefined || error !== undefined ? `${id}-hint` : undefined,
    onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => onChange(event.currentTarget.value),
    onBlur: (event: React.FocusEvent<HTMLInputElement | HTMLTextAreaElement>) => onDone?.(event.currentTarget.value),
  };
  return (
    <div className={classNames(styles.place, className)}>
      <label htmlFor={id} className={isLabelHidden ? "visually-hidden" : styles.label}>
        {label}
      </label>
      {rows ? (
        <textarea rows={rows} {...shared} />
      ) : (
        <input
          type="text"
          {...shared}
          onKeyDown={(event) => {
            if (event.key === "Enter") onDone?.(event.currentTarget.value);
          }}
        />
      )}
      {(error ?? hint) !== undefined && (
        <p id={`${id}-hint`} className={error === undefined ? styles.hint : styles.error}>
          {error ?? hint}
        </p>
      )}
    </div>
  );
}
