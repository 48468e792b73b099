import { Check, CircleDashed, Minus } from "lucide-react";
import { useId } from "react";
import { reasonNames } from "#contract/commands/review.ts";
import { useText } from "../../i18n/index.ts";
import { KeyCap } from "../../ui/key-cap.tsx";
import { nextReasonState, type ReasonState, type Remarks, reasonState } from "./marks.ts";
import styles from "./reason-chips.module.css";

const STATES = ["open", "yes", "no"] as const;
const icons = { open: CircleDashed, yes: Check, no: Minus } as const;

/** The digit that a reason has while R is on: 1 to 9, then 0. */
export function reasonDigit(index: number): string {
  return String((index + 1) % 10);
}

/** Why a mask is good or bad. Three states each: not looked at, yes, no; a click or a digit goes to the next. */
export function ReasonChips({
  remarks,
  isKeyed,
  isDisabled,
  onChange,
}: {
  remarks: Remarks;
  /** R was pressed: the digits are shown and mean reasons. */
  isKeyed: boolean;
  isDisabled: boolean;
  onChange(reason: string, state: ReasonState): void;
}) {
  const text = useText("review");
  const id = useId();
  return (
    <div className={styles.chips}>
      {reasonNames.map((reason, index) => {
        const state = reasonState(remarks, reason);
        const Icon = icons[state];
        return (
          <div
            key={reason}
            role="radiogroup"
            aria-label={text.reasonNames[reason]}
            aria-disabled={isDisabled || undefined}
            className={styles.chip}
            data-state={state}
            onClick={() => !isDisabled && onChange(reason, nextReasonState(state))}
          >
            {STATES.map((value) => (
              <input
                key={value}
                type="radio"
                name={`${id}-${reason}`}
                className={styles.radio}
                aria-label={text.reasonStates[value]}
                checked={state === value}
                disabled={isDisabled}
                onClick={(event) => event.stopPropagation()}
                onKeyDown={(event) => {
                  if (event.key.startsWith("Arrow")) event.stopPropagation();
                  if (event.key !== " ") return;
                  event.preventDefault();
                  event.stopPropagation();
                  onChange(reason, nextReasonState(state));
                }}
                onChange={() => onChange(reason, value)}
              />
            ))}
            {isKeyed ? <KeyCap keys={reasonDigit(index)} /> : <Icon size={14} strokeWidth={1.75} aria-hidden="true" />}
            <span className={styles.name}>{text.reasonNames[reason]}</span>
          </div>
        );
      })}
    </div>
  );
}
