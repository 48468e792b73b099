import { useId } from "react";
import type { AilingGroup } from "#contract/commands/doctor.ts";
import { useText } from "../../i18n/index.ts";
import { ChoiceCard } from "../../ui/choice-card.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Tag } from "../../ui/tag.tsx";
import type { MendChoice } from "./mend-choice.ts";
import styles from "../workbench/side-panel.module.css";
import { ValuesForm } from "./values-form.tsx";

/** What is wrong with the masks of a group, and what can be done about it, the recommended first. */
export function RemedyForm({
  group,
  choice,
  onChange,
}: {
  group: AilingGroup;
  choice: MendChoice;
  onChange(choice: MendChoice): void;
}): React.JSX.Element {
  const text = useText("mend");
  const name = useId();
  const { grid, values } = group;
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  return (
    <>
      <Panel title={text.wrong}>
        <ul className={styles.facts}>
          {grid?.differences.map((difference) => (
            <li key={difference.what}>{text.difference(difference)}</li>
          ))}
          {values && <li>{text.problem(values.problem, values.nValues)}</li>}
        </ul>
      </Panel>
      {grid && (
        <Panel title={text.grid}>
          <div role="radiogroup" aria-label={text.grid} className={styles.cards}>
            {grid.remedies.map(({ remedy, why, restMm }, index) => {
              const words = text.remedy(remedy);
              const isFirst = index === 0 && grid.isClear;
              return (
                <ChoiceCard
                  key={JSON.stringify(remedy)}
                  name={`${name}-grid`}
                  title={words.title}
                  text={
                    <>
                      {isFirst && (
                        <>
                          <Tag>{text.recommended}</Tag>{" "}
                        </>
                      )}
                      {text.because[why](restMm)} {words.text}
                    </>
                  }
                  isChosen={same(remedy, choice.grid)}
                  onChoose={() => onChange({ ...choice, grid: remedy })}
                />
              );
            })}
          </div>
        </Panel>
      )}
      {values && choice.values && (
        <Panel title={text.values}>
          {values.remedies.length > 1 && (
            <div role="radiogroup" aria-label={text.values} className={styles.cards}>
              {values.remedies.map((remedy, index) => {
                const words = text.valuesRemedy(remedy);
                return (
                  <ChoiceCard
                    key={index}
                    name={`${name}-values`}
                    title={words.title}
                    text={
                      <>
                        {index === 0 && (
                          <>
                            <Tag>{text.recommended}</Tag>{" "}
                          </>
                        )}
                        {words.text}
                      </>
                    }
                    isChosen={
                      remedy.kind === choice.values!.kind &&
                      (remedy.kind !== "labels" || values.remedies.filter(({ kind }) => kind === "labels").length < 2
                        ? true
                        : same(remedy, choice.values))
                    }
                    onChoose={() => onChange({ ...choice, values: remedy, shown: null })}
                  />
                );
              })}
            </div>
          )}
          <ValuesForm choice={choice} onChange={onChange} />
        </Panel>
      )}
    </>
  );
}
