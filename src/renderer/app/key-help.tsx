import { useText } from "../i18n/index.ts";
import { Dialog } from "../ui/dialog.tsx";
import { KeyCap } from "../ui/key-cap.tsx";
import { type Action, keyOf, useAllActions } from "./actions.ts";
import styles from "./key-help.module.css";

/** Every key that means something now, by what it is for. */
export function KeyHelp({ onClose }: { onClose(): void }): React.JSX.Element {
  const text = useText("common");
  const groups = grouped(useAllActions().filter((action) => keyOf(action) !== undefined));
  return (
    <Dialog title={text.keysTitle} size="l" onClose={onClose}>
      <p className={styles.text}>{text.keysText}</p>
      <div className={styles.groups} tabIndex={0} role="region" aria-label={text.keysTitle}>
        {groups.map(({ group, actions }) => (
          <section key={group} className={styles.group}>
            <h3 className={styles.heading}>{group}</h3>
            <dl>
              {actions.map((action) => (
                <div key={action.id} className={styles.row}>
                  <dt>{action.title}</dt>
                  <dd className={styles.keys}>
                    {[keyOf(action)!, ...(action.otherKeys ?? [])].map((key) => (
                      <span key={key}>
                        <KeyCap keys={key} />
                        <span className="visually-hidden">{key}</span>
                      </span>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

/** In the order in which the groups first appear. */
export function grouped(actions: readonly Action[]): { group: string; actions: Action[] }[] {
  const groups = new Map<string, Action[]>();
  for (const action of actions) groups.set(action.group, [...(groups.get(action.group) ?? []), action]);
  return [...groups].map(([group, members]) => ({ group, actions: members }));
}
