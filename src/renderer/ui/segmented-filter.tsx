import type { ReactNode } from "react";
import { format } from "../i18n/index.ts";
import { classNames } from "./class-names.ts";
import styles from "./segmented-filter.module.css";

export interface Segment<T extends string> {
  value: T;
  label: string;
  /** How many there are: shown behind the label, in place when it changes. */
  count?: number | undefined;
  icon?: ReactNode;
  keys?: string | undefined;
}

/** One of a few, with counts: a group of radio buttons, arrows move between them. */
export function SegmentedFilter<T extends string>({
  label,
  segments,
  value,
  isDisabled = false,
  onChange,
  className,
}: {
  label: string;
  segments: readonly Segment<T>[];
  value: T;
  isDisabled?: boolean;
  onChange(value: T): void;
  className?: string | undefined;
}): React.JSX.Element {
  const choose = (step: number, element: HTMLElement): void => {
    if (isDisabled) return;
    const index = segments.findIndex((segment) => segment.value === value);
    const next = (index + step + segments.length) % segments.length;
    onChange(segments[next]!.value);
    (element.parentElement?.children[next] as HTMLElement | undefined)?.focus();
  };
  return (
    <div role="radiogroup" aria-label={label} className={classNames(styles.group, className)}>
      {segments.map((segment) => (
        <button
          key={segment.value}
          type="button"
          role="radio"
          aria-checked={segment.value === value}
          aria-disabled={isDisabled || undefined}
          tabIndex={segment.value === value ? 0 : -1}
          className={styles.segment}
          onClick={() => !isDisabled && onChange(segment.value)}
          onKeyDown={(event) => {
            const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
            if (step === undefined) return;
            event.preventDefault();
            event.stopPropagation();
            choose(step, event.currentTarget);
          }}
        >
          {segment.icon}
          {segment.label}
          {segment.count !== undefined && <span className={styles.count}>{format.number(segment.count)}</span>}
        </button>
      ))}
    </div>
  );
}
