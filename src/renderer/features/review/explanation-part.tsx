import { UserRoundCheck } from "lucide-react";
import { useEffect, useId, useState } from "react";
import type { Explanation } from "#contract/commands/review.ts";
import { useQuery } from "../../client/core.tsx";
import { useText } from "../../i18n/index.ts";
import styles from "./explanation-part.module.css";
import { errorShares, explanationSentences, phraseOf } from "./explanation-text.ts";
import { toggleSignals, viewSettings } from "./view-settings.ts";

/** An error map takes work: it is drawn for a mask that somebody stays with, not for each that is passed. */
const STAYS_MS = 800;

/** Why a mask got its score. Stands only where the judge's opinion is shown: asking for it counts as looking. */
export function ExplanationPart({ rater, candidateId }: { rater: string; candidateId: number }) {
  const text = useText("explanation");
  const { data, error } = useQuery("review.explain", { rater, candidateId });
  if (error) return <p className={styles.said}>{`${error.message} ${error.remedy}`}</p>;
  if (!data) return <p className={styles.said}>{text.loading}</p>;
  return (
    <>
      {explanationSentences(data, text).map((sentence) => (
        <p key={sentence} className={styles.said}>
          {sentence}
        </p>
      ))}
      <Shares rater={rater} candidateId={candidateId} />
      {data.isStranger && (
        <p className={styles.stranger}>
          <UserRoundCheck size={16} strokeWidth={1.75} aria-hidden="true" />
          {text.stranger}
        </p>
      )}
      {data.signals.length > 0 && <Signals signals={data.signals} />}
    </>
  );
}

/** How much of it is probably wrong: what its error map shows, in a sentence, once that is drawn. */
function Shares({ rater, candidateId }: { rater: string; candidateId: number }) {
  const text = useText("explanation");
  const [stays, setStays] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setStays(true), STAYS_MS);
    return () => clearTimeout(timer);
  }, []);
  const { data, error } = useQuery("review.errorMap", stays ? { rater, candidateId } : null);
  const sentence = data ? errorShares(data, text) : error ? "" : text.sharesLoading;
  return sentence === "" ? null : <p className={styles.said}>{sentence}</p>;
}

function Signals({ signals }: Pick<Explanation, "signals">) {
  const text = useText("explanation");
  const isOpen = viewSettings((settings) => settings.areSignalsShown);
  const id = useId();
  const most = Math.max(...signals.map(({ weight }) => Math.abs(weight)));
  return (
    <>
      <button
        type="button"
        className={styles.switch}
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onMouseDown={(event) => event.preventDefault()}
        onClick={toggleSignals}
      >
        {isOpen ? text.hideAll : text.showAll}
      </button>
      {isOpen && (
        <table id={id} className={styles.signals}>
          <caption className="visually-hidden">{text.caption}</caption>
          <thead>
            <tr>
              <th scope="col">{text.signal}</th>
              <th scope="col" className={styles.weight}>
                {text.weight}
              </th>
            </tr>
          </thead>
          <tbody>
            {signals.map((signal) => (
              <tr key={signal.group}>
                <th scope="row">
                  {text.groups[signal.group]}
                  <span className={styles.phrase}>{phraseOf(signal, text)}</span>
                </th>
                <td className={styles.weight}>
                  <Bar weight={signal.weight} most={most} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

/** To the left what speaks against the mask, to the right what speaks for it; the strongest signal takes a whole side. */
function Bar({ weight, most }: { weight: number; most: number }) {
  const text = useText("explanation");
  const length = most > 0 ? (50 * Math.abs(weight)) / most : 0;
  return (
    <span className={styles.bar} role="img" aria-label={text.weightLabel(weight)}>
      <span style={{ width: `${length}%`, left: weight < 0 ? `${50 - length}%` : "50%" }} />
    </span>
  );
}
