import { CircleCheck, LoaderCircle, OctagonX } from "lucide-react";
import type { CaseView } from "#contract/commands/review.ts";
import { format, useText } from "../../../i18n/index.ts";
import { Button } from "../../../ui/button.tsx";
import styles from "./error-legend.module.css";
import type { ErrorMapControl } from "./use-error-map.ts";

/** What the strokes of the error map mean, and how much there is of each; or why there are none. */
export function ErrorLegend({
  errors,
  geometry,
  onWorst,
}: {
  errors: ErrorMapControl;
  geometry: CaseView["geometry"];
  /** Null in pictures, which have one slice. */
  onWorst: (() => void) | null;
}) {
  const text = useText("focus");
  const { map, problem } = errors;
  const hasErrors = map !== null && map.nMissed + map.nSurplus > 0;
  return (
    <section className={styles.legend} aria-label={text.errorsTitle}>
      <header className={styles.head}>
        <h2 className={styles.title}>{text.errorsTitle}</h2>
        {problem !== null ? (
          <Button size="s" onMouseDown={stay} onClick={errors.tryAgain}>
            {text.tryAgain}
          </Button>
        ) : (
          hasErrors &&
          onWorst && (
            <Button size="s" onMouseDown={stay} onClick={onWorst}>
              {text.worstSlice}
            </Button>
          )
        )}
      </header>
      <div className={styles.body} role="status">
        {problem !== null ? (
          <p>
            <OctagonX className={styles.failed} size={16} strokeWidth={1.75} aria-hidden="true" />
            {problem}
          </p>
        ) : map === null ? (
          <p>
            <LoaderCircle className={styles.loader} size={16} strokeWidth={1.75} aria-hidden="true" />
            {text.errorsLoading}
          </p>
        ) : hasErrors ? (
          <>
            <Amount swatch={styles.missed} text={text.errorsMissed(amountOf(map.nMissed, geometry, text.voxels))} />
            <Amount swatch={styles.tooMuch} text={text.errorsTooMuch(amountOf(map.nSurplus, geometry, text.voxels))} />
          </>
        ) : (
          <p>
            <CircleCheck size={16} strokeWidth={1.75} aria-hidden="true" />
            {text.errorsNone}
          </p>
        )}
      </div>
    </section>
  );
}

const stay = (event: React.MouseEvent): void => event.preventDefault();

function Amount({ swatch, text }: { swatch: string | undefined; text: string }) {
  return (
    <p>
      <span className={swatch} aria-hidden="true" />
      {text}
    </p>
  );
}

/** In mm³, of pictures in mm²; in voxels where their size is not known. */
function amountOf(
  n: number,
  { size, spacingMm }: CaseView["geometry"],
  voxels: (n: number, dimensions: 2 | 3) => string,
): string {
  const dimensions = (size[2] ?? 1) > 1 ? 3 : 2;
  if (spacingMm === null) return voxels(n, dimensions);
  return format.volume(
    spacingMm.slice(0, dimensions).reduce((product, edge) => product * edge, n),
    dimensions,
  );
}
