import { ChevronLeft, CircleCheck, OctagonX, TriangleAlert } from "lucide-react";
import type { Output } from "#contract/commands.ts";
import { format, useText } from "../../i18n/index.ts";
import { Button } from "../../ui/button.tsx";
import styles from "./run-summary.module.css";

const MOST_FINDINGS = 6;

/** What a run has made, recipe by recipe, and what could not be read. */
export function RunSummary({
  done,
  onReview,
  onClose,
}: {
  done: Output<"propose.run">;
  onReview(): void;
  onClose(): void;
}): React.JSX.Element {
  const text = useText("propose");
  const { nMasks, nCases, nKept, nMarkedReplaced, findings, byRecipe } = done;
  const canReview = nMasks + nKept > 0;
  const Icon = nMasks > 0 ? CircleCheck : TriangleAlert;
  return (
    <section className={styles.summary} aria-label={text.summary} data-region tabIndex={-1}>
      <div className={styles.box}>
        <h2 className={styles.statement}>
          <Icon className={nMasks > 0 ? styles.good : styles.warning} size={26} strokeWidth={1.75} aria-hidden="true" />
          {text.made(nMasks, nCases)}
        </h2>
        <p className={styles.lead}>{text.leftOut(done.nAlike, done.nEmpty)}</p>
        {nKept > 0 && <p className={styles.lead}>{text.keptBefore(nKept)}</p>}
        {nMarkedReplaced > 0 && <p className={styles.lead}>{text.markedReplaced(nMarkedReplaced)}</p>}
        {nMasks === 0 && nKept === 0 && <p className={styles.lead}>{text.nothingMade}</p>}
        <table className={styles.table}>
          <caption className="visually-hidden">{text.summary}</caption>
          <thead>
            <tr>
              <th scope="col">{text.columns.recipe}</th>
              <th scope="col">{text.columns.masks}</th>
              <th scope="col">{text.columns.alike}</th>
              <th scope="col">{text.columns.empty}</th>
            </tr>
          </thead>
          <tbody>
            {byRecipe.map((row) => (
              <tr key={row.name}>
                <th scope="row">{row.name}</th>
                <td>{format.number(row.nMasks)}</td>
                <td>{format.number(row.nAlike)}</td>
                <td>{format.number(row.nEmpty)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {findings.length > 0 && (
          <section className={styles.findings} aria-label={text.unreadable(findings.length)}>
            <h3 className={styles.heading}>
              <OctagonX className={styles.error} size={16} strokeWidth={1.75} aria-hidden="true" />
              {text.unreadable(findings.length)}
            </h3>
            <ul>
              {findings.slice(0, MOST_FINDINGS).map((finding) => (
                <li key={finding.file}>
                  <strong>{finding.file}</strong> {finding.message} {finding.remedy}
                </li>
              ))}
            </ul>
            {findings.length > MOST_FINDINGS && <p>{text.andMore(findings.length - MOST_FINDINGS)}</p>}
          </section>
        )}
        <div className={styles.buttons}>
          <Button
            kind="primary"
            size="l"
            keys="Ctrl+Enter"
            isDisabled={!canReview}
            hint={canReview ? undefined : text.nothingToReview}
            onClick={onReview}
          >
            {text.startReviewing}
          </Button>
          <Button size="l" icon={ChevronLeft} keys="Escape" onClick={onClose}>
            {text.backToRecipes}
          </Button>
        </div>
      </div>
    </section>
  );
}
