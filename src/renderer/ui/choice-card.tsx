import { Circle, CircleDot } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./choice-card.module.css";

/** One of a few that each need a sentence (layouts of a release). Put several in an element of role `radiogroup`. */
export function ChoiceCard({
  name,
  title,
  text,
  isChosen,
  isDisabled = false,
  onChoose,
}: {
  /** Shared by the cards of a group. */
  name: string;
  title: string;
  text: ReactNode;
  isChosen: boolean;
  isDisabled?: boolean;
  onChoose(): void;
}): React.JSX.Element {
  const Icon = isChosen ? CircleDot : Circle;
  return (
    <label className={styles.card} data-chosen={isChosen || undefined} data-disabled={isDisabled || undefined}>
      <input
        type="radio"
        className="visually-hidden"
        name={name}
        checked={isChosen}
        disabled={isDisabled}
        onChange={onChoose}
        onKeyDown={(event) => {
          // The native way from one card to the next, whatever the arrows do on the page.
          if (event.key.startsWith("Arrow")) event.stopPropagation();
        }}
      />
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
      <span className={styles.words}>
        <span className={styles.title}>{title}</span>
        <span className={styles.text}>{text}</span>
      </span>
    </label>
  );
}
