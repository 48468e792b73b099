import { Pencil } from "lucide-react";
import { type Ref, useEffect, useRef, useState } from "react";
import { useText } from "../../i18n/index.ts";
import styles from "./note-field.module.css";

/** One line of free text; kept when it is left or on Enter, dropped on Escape. */
export function NoteField({
  note,
  isDisabled,
  ref,
  onChange,
  onDone,
}: {
  note: string;
  isDisabled: boolean;
  ref: Ref<HTMLInputElement>;
  onChange(note: string): void;
  /** Back to the masks. */
  onDone(): void;
}) {
  const text = useText("review");
  const [draft, setDraft] = useState(note);
  useEffect(() => setDraft(note), [note]);
  const isDropped = useRef(false);
  const keep = (): void => {
    if (!isDropped.current && draft !== note) onChange(draft);
    isDropped.current = false;
  };
  return (
    <label className={styles.field} data-disabled={isDisabled || undefined}>
      <Pencil size={14} strokeWidth={1.75} aria-hidden="true" />
      <span className="visually-hidden">{text.note}</span>
      <input
        ref={ref}
        type="text"
        className={styles.input}
        value={draft}
        maxLength={2000}
        disabled={isDisabled}
        placeholder={text.addNote}
        aria-keyshortcuts="N"
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key !== "Escape" && event.key !== "Enter") return;
          if (event.key === "Escape") {
            event.stopPropagation();
            isDropped.current = true;
            setDraft(note);
          }
          // Leaving keeps it: here too, so that it is kept once.
          event.currentTarget.blur();
          onDone();
        }}
      />
    </label>
  );
}
