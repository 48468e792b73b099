import { Check, OctagonX, TriangleAlert } from "lucide-react";
import type { Output } from "#contract/commands.ts";
import { useText } from "../../i18n/index.ts";
import { findingText } from "../data/finding-text.ts";
import styles from "../workbench/workbench.module.css";

type Diagnosed = Output<"doctor.diagnose">;

/** Groups of masks that can be mended alike, and those that were. */
export function GroupList({
  diagnosed,
  chosenId,
  onChoose,
}: {
  diagnosed: Diagnosed;
  chosenId: string | null;
  onChoose(id: string): void;
}): React.JSX.Element {
  const text = useText("mend");
  const titles = useText("findings");
  const { groups, mended } = diagnosed;
  return (
    <aside className={styles.groups} aria-label={text.groups} data-region data-chrome>
      {groups.length > 0 && <h2 className={styles.listTitle}>{text.groups}</h2>}
      <ul className={styles.list} aria-label={text.groups}>
        {groups.map((group) => {
          const Icon = group.severity === "error" ? OctagonX : TriangleAlert;
          return (
            <Item key={group.id} isChosen={group.id === chosenId} onChoose={() => onChoose(group.id)}>
              <Icon className={styles[group.severity]} size={16} strokeWidth={1.75} aria-hidden="true" />
              <span className={styles.itemWords}>
                <span className={styles.itemTitle}>{findingText(titles, group.code).title}</span>
                <span className={styles.what}>{text.of(group.source, group.n)}</span>
              </span>
            </Item>
          );
        })}
      </ul>
      {mended.length > 0 && (
        <>
          <h2 className={styles.listTitle}>{text.mendedGroups}</h2>
          <ul className={styles.list} aria-label={text.mendedGroups}>
            {mended.map((group) => (
              <Item key={group.id} isChosen={group.id === chosenId} onChoose={() => onChoose(group.id)}>
                <Check className={styles.done} size={16} strokeWidth={1.75} aria-hidden="true" />
                <span className={styles.itemWords}>
                  <span className={styles.itemTitle}>{mendedTitle(text, group)}</span>
                  <span className={styles.what}>{text.of(group.source, group.n)}</span>
                </span>
              </Item>
            ))}
          </ul>
        </>
      )}
    </aside>
  );
}

/** What was done, in the words of the remedies. */
export function mendedTitle(
  text: ReturnType<typeof useText<"mend">>,
  { remedy }: Pick<Diagnosed["mended"][number], "remedy">,
): string {
  const { grid, values } = remedy;
  return [grid && text.remedy(grid).title, values && text.valuesRemedy(values).title].filter(Boolean).join("; ");
}

function Item({
  isChosen,
  onChoose,
  children,
}: {
  isChosen: boolean;
  onChoose(): void;
  children: React.ReactNode;
}): React.JSX.Element {
  return (
    <li className={styles.item} data-chosen={isChosen || undefined}>
      <button type="button" className={styles.open} aria-current={isChosen || undefined} onClick={onChoose}>
        {children}
      </button>
    </li>
  );
}
