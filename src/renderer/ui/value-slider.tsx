import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";
import { Slider } from "./slider.tsx";
import styles from "./value-slider.module.css";

/** A slider as wide as its column, with its value at the end of the line that names it. */
export function ValueSlider({
  shown,
  className,
  ...slider
}: ComponentProps<typeof Slider> & {
  /** Where that is not what is spoken of it: "3 of 12". */
  shown?: string;
}): React.JSX.Element {
  return (
    <div className={classNames(styles.field, className)}>
      <Slider {...slider} className={styles.slider} />
      {shown === undefined ? (
        <span className={styles.value} aria-hidden="true">
          {slider.valueText}
        </span>
      ) : (
        <output className={styles.value}>{shown}</output>
      )}
    </div>
  );
}
