import { Pencil } from "lucide-react";
import { type Ref, useEffect, useState } from "react";
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
  const keep = (): void => {
    if (draft !== note) onChange(draft);
  };
  return (
    <label className={styles.field}>
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
          if (event.key === "Escape") {
            setDraft(note);
            event.stopPropagation();
            onDone();
          }
          if (event.key === "Enter") {
            keep();
            onDone();
          }
        }}
      />
    </label>
  );
}
