import { Eye } from "lucide-react";
import { type Colour, MAX_CLASS_NAME, type ValueClass, type ValuesRemedy } from "#contract/remedies.ts";
import { format, useText } from "../../i18n/index.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { ValueSlider } from "../../ui/value-slider.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { type MendChoice, placeOfClass } from "./mend-choice.ts";
import styles from "../workbench/side-panel.module.css";

const STEP = 0.01;

/** The threshold, and what the values are called. */
export function ValuesForm({
  choice,
  onChange,
}: {
  choice: MendChoice;
  onChange(choice: MendChoice): void;
}): React.JSX.Element | null {
  const text = useText("mend");
  const { values } = choice;
  if (!values) return null;
  const change = (remedy: ValuesRemedy): void => onChange({ ...choice, values: remedy });
  if (!("classes" in values))
    return (
      <div className={styles.fields}>
        {values.kind === "threshold" && (
          <ValueSlider
            label={text.threshold}
            value={values.share}
            min={STEP}
            max={1 - STEP}
            step={STEP}
            valueText={text.percent(values.share)}
            onChange={(share) => change({ ...values, share })}
          />
        )}
        <TextField
          label={text.className}
          value={values.name}
          maxLength={MAX_CLASS_NAME}
          onChange={(name) => change({ ...values, name })}
        />
      </div>
    );
  const rename = (index: number, name: string): void =>
    change({
      ...values,
      classes: values.classes.map((one, at) => (at === index ? { ...one, name: name === "" ? null : name } : one)),
    });
  return (
    <div className={styles.fields}>
      <ul className={styles.classes}>
        {values.classes.map(({ from, name }, index) => {
          const value = valueName(from);
          const place = name === null ? -1 : placeOfClass(choice, name);
          const isShown = place >= 0 && choice.shown === place;
          return (
            <li key={value} className={styles.class}>
              <Swatch from={from} />
              <TextField
                label={text.classOf(value)}
                isLabelHidden
                value={name ?? ""}
                maxLength={MAX_CLASS_NAME}
                className={styles.className}
                onChange={(next) => rename(index, next)}
              />
              <IconButton
                icon={Eye}
                size={14}
                label={isShown ? text.showAll : text.showClass(value)}
                isPressed={isShown}
                isDisabled={place < 0}
                onClick={() => onChange({ ...choice, shown: isShown ? null : place })}
              />
            </li>
          );
        })}
      </ul>
      <p className={styles.hint}>{text.classHint}</p>
    </div>
  );
}

/** A colour as it is in the file; a number as it is. */
function Swatch({ from }: { from: ValueClass["from"] }): React.JSX.Element {
  if (typeof from === "number") return <span className={styles.number}>{valueName(from)}</span>;
  return <span className={styles.swatch} style={{ backgroundColor: valueName(from) }} aria-hidden="true" />;
}

/** A value of the file as it is written: a colour as #rrggbb. */
export function valueName(from: number | Colour): string {
  if (typeof from === "number") return format.number(from, Number.isInteger(from) ? 0 : 2);
  return `#${from.map((channel) => Math.round(channel).toString(16).padStart(2, "0")).join("")}`;
}
