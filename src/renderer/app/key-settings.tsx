import { useState } from "react";
import { useText } from "../i18n/index.ts";
import { Button } from "../ui/button.tsx";
import { KeyCap, keyLabel } from "../ui/key-cap.tsx";
import { type Action, keyOf, ownerOfKey, useAllActions } from "./actions.ts";
import { grouped } from "./key-help.tsx";
import styles from "./key-settings.module.css";
import { chordsOf } from "./keys.ts";
import { usePreferences } from "./preferences.ts";

/** Keys that keep their meaning everywhere. */
const FIXED = new Set(["Escape", "Tab", "Shift+Tab", "Enter"]);

/** The actions of this screen and of the window with their keys, each of which can be changed. */
export function KeySettings(): React.JSX.Element {
  const text = useText("common");
  const [preferences, change] = usePreferences();
  const actions = useAllActions();
  const [waiting, setWaiting] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const give = (action: Action, chord: string): void => {
    const taken = ownerOfKey(chord, action);
    if (FIXED.has(chord)) setProblem(text.keyNotPossible(keyLabel(chord)));
    else if (taken) setProblem(text.keyTaken(keyLabel(chord), taken.title));
    else {
      const { [action.id]: _before, ...others } = preferences.keys;
      change({ keys: chord === action.key ? others : { ...others, [action.id]: chord } });
      setWaiting(null);
      setProblem(null);
    }
  };
  return (
    <div className={styles.keys}>
      {grouped(actions).map(({ group, actions: members }) => (
        <section key={group}>
          <h4 className={styles.group}>{group}</h4>
          {members.map((action) => {
            const key = keyOf(action);
            const isWaiting = waiting === action.id;
            return (
              <div key={action.id} className={styles.row}>
                <span className={styles.title}>{action.title}</span>
                {isWaiting && problem && (
                  <span className={styles.problem} role="alert">
                    {problem}
                  </span>
                )}
                {preferences.keys[action.id] !== undefined && !isWaiting && (
                  <Button
                    kind="quiet"
                    size="s"
                    aria-label={`${text.standardKey}: ${action.title}`}
                    onClick={() => {
                      const { [action.id]: _own, ...others } = preferences.keys;
                      change({ keys: others });
                    }}
                  >
                    {text.standardKey}
                  </Button>
                )}
                <button
                  type="button"
                  className={styles.key}
                  aria-label={`${text.changeKey(action.title)}${key ? `, ${keyLabel(key)}` : ""}`}
                  data-waiting={isWaiting || undefined}
                  onClick={() => {
                    setWaiting(isWaiting ? null : action.id);
                    setProblem(null);
                  }}
                  onBlur={() => isWaiting && setWaiting(null)}
                  onKeyDown={(event) => {
                    if (!isWaiting || event.key === "Tab") return;
                    const [chord] = chordsOf(event.nativeEvent);
                    if (chord === undefined) return;
                    event.preventDefault();
                    event.stopPropagation();
                    if (chord === "Escape") setWaiting(null);
                    else give(action, chord);
                  }}
                >
                  {isWaiting ? text.pressKey : key ? <KeyCap keys={key} /> : text.none}
                </button>
              </div>
            );
          })}
        </section>
      ))}
      {Object.keys(preferences.keys).length > 0 && (
        <div>
          <Button onClick={() => change({ keys: {} })}>{text.standardKeys}</Button>
        </div>
      )}
    </div>
  );
}
