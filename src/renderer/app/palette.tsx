import { useEffect, useId, useMemo, useRef, useState } from "react";
import { useProject, useQuery } from "../client/core.tsx";
import { useText } from "../i18n/index.ts";
import { Dialog } from "../ui/dialog.tsx";
import { KeyCap } from "../ui/key-cap.tsx";
import { keyOf, useAllActions } from "./actions.ts";
import { fuzzyScore } from "./fuzzy.ts";
import styles from "./palette.module.css";
import { useRoute } from "./routes.ts";

const MOST_CASES = 6;

interface Entry {
  id: string;
  title: string;
  group: string;
  keys: string | undefined;
  run(): void;
}

/** All that can be done now, and the way to every case, by typing some of its letters. */
export function Palette({ onClose }: { onClose(): void }): React.JSX.Element {
  const text = useText("common");
  const id = useId();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const actions = useAllActions();
  const cases = useCases(typed.trim());

  const entries = useMemo((): Entry[] => {
    const found = actions
      .filter((action) => action.isEnabled !== false && !action.isHidden)
      .map((action) => ({ action, score: fuzzyScore(typed, action.title) }))
      .filter((entry): entry is { action: (typeof actions)[number]; score: number } => entry.score !== null);
    if (typed.trim()) found.sort((a, b) => b.score - a.score);
    return [
      ...found.map(({ action }) => ({
        id: action.id,
        title: action.title,
        group: action.group,
        keys: keyOf(action),
        run: () => action.run(),
      })),
      ...cases,
    ];
  }, [actions, typed, cases]);

  useEffect(() => setChosen(0), [typed]);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const index = Math.min(chosen, entries.length - 1);
  const run = (entry: Entry | undefined): void => {
    if (!entry) return;
    onClose();
    // After the dialog has given the focus back: the action may move it.
    window.setTimeout(() => entry.run(), 0);
  };
  return (
    <Dialog title={text.commands} isHeaderHidden isAtTop onClose={onClose}>
      <input
        type="text"
        role="combobox"
        className={styles.field}
        aria-label={text.paletteField}
        aria-expanded
        aria-controls={id}
        aria-activedescendant={entries.length > 0 ? `${id}-${index}` : undefined}
        placeholder={text.paletteField}
        spellCheck={false}
        autoComplete="off"
        data-autofocus
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          if (step !== undefined && entries.length > 0) {
            event.preventDefault();
            setChosen((index + step + entries.length) % entries.length);
          } else if (event.key === "Enter") {
            event.preventDefault();
            run(entries[index]);
          }
        }}
      />
      <div ref={list} id={id} role="listbox" aria-label={text.commands} className={styles.list}>
        {entries.map((entry, at) => (
          <div
            key={entry.id}
            id={`${id}-${at}`}
            role="option"
            aria-selected={at === index}
            className={styles.entry}
            onClick={() => run(entry)}
            onPointerMove={() => setChosen(at)}
          >
            <span className={styles.title}>{entry.title}</span>
            <span className={styles.group}>{entry.group}</span>
            <span className={styles.keys}>{entry.keys && <KeyCap keys={entry.keys} />}</span>
          </div>
        ))}
      </div>
      {entries.length === 0 && (
        <p className={styles.empty} role="status">
          {text.paletteEmpty}
        </p>
      )}
    </Dialog>
  );
}

/** The cases whose names hold what is typed, each the way to its masks. */
function useCases(typed: string): Entry[] {
  const text = useText("common");
  const project = useProject();
  const [, goTo] = useRoute();
  const found = useQuery("intake.snapshot", project && typed.length > 0 ? { search: typed } : null, {
    keepPrevious: true,
  });
  const ids = found.data?.ids.slice(0, MOST_CASES) ?? [];
  const rows = useQuery("intake.rows", ids.length > 0 ? { ids } : null, { keepPrevious: true });
  return useMemo(
    () =>
      typed.length === 0
        ? []
        : (rows.data ?? []).map((row) => ({
            id: `case-${row.id}`,
            title: row.case,
            group: text.cases,
            keys: undefined,
            run: () =>
              goTo(
                row.tileCandidateId === null
                  ? { screen: "data" }
                  : { screen: "review", filter: { search: row.case }, focus: row.tileCandidateId },
              ),
          })),
    [typed, rows.data, text, goTo],
  );
}
