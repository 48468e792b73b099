import { format, useText } from "../../i18n/index.ts";
import styles from "./limit-slider.module.css";

/** A native range over the bounds that are offered, with a tick and its word for each; arrow keys step. */
export function LimitSlider({
  label,
  limits,
  index,
  onMove,
}: {
  label: string;
  limits: readonly number[];
  index: number;
  onMove(index: number): void;
}): React.JSX.Element {
  const text = useText("judge");
  const last = Math.max(1, limits.length - 1);
  return (
    <div className={styles.slider}>
      <input
        type="range"
        className={styles.range}
        style={{ ["--share" as string]: String(index / last) }}
        min={0}
        max={last}
        step={1}
        value={index}
        aria-label={label}
        aria-valuetext={text.limit.value(format.limit(limits[index] ?? 0))}
        onChange={(event) => onMove(event.currentTarget.valueAsNumber)}
        onKeyDown={(event) => {
          if (event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End") event.stopPropagation();
        }}
      />
      <div className={styles.ticks} aria-hidden="true">
        {limits.map((limit, at) => (
          <span
            key={limit}
            className={styles.tick}
            data-chosen={at === index || undefined}
            style={{ ["--at" as string]: String(at / last) }}
            onClick={() => onMove(at)}
          >
            {format.limit(limit)}
          </span>
        ))}
      </div>
    </div>
  );
}
