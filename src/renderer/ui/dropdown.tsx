import { ChevronDown } from "lucide-react";
import { useId, useRef, useState } from "react";
import { classNames } from "./class-names.ts";
import styles from "./dropdown.module.css";
import { Menu } from "./menu.tsx";

export interface Option<T extends string> {
  value: T;
  label: string;
  count?: number | undefined;
}

interface Shared<T extends string> {
  label: string;
  options: readonly Option<T>[];
  /** The label is read but not shown. */
  isLabelHidden?: boolean;
  size?: "bar" | "control";
  isDisabled?: boolean;
  className?: string | undefined;
}

interface One<T extends string> extends Shared<T> {
  value: T;
  values?: undefined;
  onChange(value: T): void;
}

interface Several<T extends string> extends Shared<T> {
  /** None chosen means all. */
  values: readonly T[];
  onChange(values: T[]): void;
}

/** One of several, or several of several (`values`): a button that opens a list. */
export function Dropdown<T extends string>(props: One<T>): React.JSX.Element;
export function Dropdown<T extends string>(props: Several<T>): React.JSX.Element;
export function Dropdown<T extends string>(props: One<T> | Several<T>): React.JSX.Element {
  const { label, options, isLabelHidden = false, size = "bar", isDisabled = false, className } = props;
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const chosen = props.values ?? [props.value];
  const shown = options.filter(({ value }) => chosen.includes(value)).map((option) => option.label);
  return (
    <>
      <button
        ref={button}
        type="button"
        className={classNames(styles.button, styles[size], className)}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        aria-disabled={isDisabled || undefined}
        onClick={() => !isDisabled && setOpen(!isOpen)}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
          event.preventDefault();
          event.stopPropagation();
          if (!isDisabled) setOpen(true);
        }}
      >
        <span className={isLabelHidden && shown.length > 0 ? "visually-hidden" : styles.label}>{label}</span>
        {shown.length > 0 && <span className={styles.value}>{shown.join(", ")}</span>}
        <ChevronDown size={14} strokeWidth={1.75} aria-hidden="true" />
      </button>
      {isOpen && (
        <Menu
          id={id}
          label={label}
          anchor={button}
          onClose={() => setOpen(false)}
          items={options.map((option) => ({
            id: option.value,
            label: option.label,
            count: option.count,
            isChecked: chosen.includes(option.value),
            role: props.values ? ("checkbox" as const) : ("radio" as const),
            run: () => {
              if (!props.values) return props.onChange(option.value);
              props.onChange(
                props.values.includes(option.value)
                  ? props.values.filter((value) => value !== option.value)
                  : [...props.values, option.value],
              );
            },
          }))}
        />
      )}
    </>
  );
}
