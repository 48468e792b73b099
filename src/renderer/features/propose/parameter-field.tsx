import type { Parameter, Values } from "#contract/recipes.ts";
import { isShare } from "../../i18n/block-words.ts";
import { format, useText } from "../../i18n/index.ts";
import { Dropdown } from "../../ui/dropdown.tsx";
import { ValueSlider } from "../../ui/value-slider.tsx";
import styles from "./recipe-form.module.css";

/** The parameters of a filter, a method or the clean-up, each with its control. */
export function ParameterFields({
  block,
  parameters,
  values,
  isDisabled,
  onChange,
}: {
  /** The name of what they belong to. */
  block: string;
  parameters: readonly Parameter[];
  values: Values;
  isDisabled: boolean;
  onChange(name: string, value: number | string): void;
}): React.JSX.Element {
  return (
    <>
      {parameters.map((parameter) => (
        <ParameterField
          key={parameter.name}
          block={block}
          parameter={parameter}
          value={values[parameter.name] ?? parameter.default}
          isDisabled={isDisabled}
          onChange={(value) => onChange(parameter.name, value)}
        />
      ))}
    </>
  );
}

function ParameterField({
  block,
  parameter,
  value,
  isDisabled,
  onChange,
}: {
  block: string;
  parameter: Parameter;
  value: number | string;
  isDisabled: boolean;
  onChange(value: number | string): void;
}): React.JSX.Element {
  const text = useText("blocks");
  const label = text.parameterName(block, parameter.name);
  if (parameter.kind === "choice") {
    return (
      <Dropdown
        label={label}
        value={String(value)}
        options={parameter.choices.map((choice) => ({ value: choice, label: text.choiceName(block, choice) }))}
        isDisabled={isDisabled}
        className={styles.choice}
        onChange={onChange}
      />
    );
  }
  const decimals = decimalsOf(parameter.step);
  const shown = isShare(parameter.name)
    ? format.percent(Number(value), Math.max(0, decimals - 2))
    : format.number(Number(value), decimals);
  return (
    <ValueSlider
      label={label}
      value={Number(value)}
      min={parameter.min}
      max={parameter.max}
      step={parameter.step}
      valueText={shown}
      isDisabled={isDisabled}
      className={styles.parameter}
      onChange={onChange}
    />
  );
}

/** As many as tell two settings of a slider apart. */
function decimalsOf(step: number): number {
  for (let decimals = 0; decimals < 6; decimals += 1) {
    const scaled = step * 10 ** decimals;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-9) return decimals;
  }
  return 6;
}
