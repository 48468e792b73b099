import { CircleDashed, ShieldAlert, ShieldCheck, UserRoundCheck } from "lucide-react";
import { memo } from "react";
import type { ProjectSummary } from "#contract/commands/project.ts";
import { guaranteeWords } from "#domain/guarantee/sentence.ts";
import { useRater } from "../../app/preferences.ts";
import { startJob, useJob, useQuery } from "../../client/core.tsx";
import { format, useText } from "../../i18n/index.ts";
import { languageStore } from "../../i18n/language.ts";
import { Button } from "../../ui/button.tsx";
import { VerdictMark } from "../../ui/verdict-mark.tsx";
import styles from "./project-panel.module.css";

/** Where the project stands: who has decided how much, and what is proven of the judge. */
export const ProjectPanel = memo(function ProjectPanel({ project }: { project: ProjectSummary }) {
  const text = useText("review");
  const rater = useRater();
  const { counts, judgeVersion } = project;
  const byPeople = counts.acceptedByPerson + counts.rejectedByPerson;
  const toReview = counts.later + counts.disagreement + counts.open;
  const parts = [
    { key: "people", n: byPeople },
    { key: "accepted", n: counts.acceptedByJudge },
    { key: "rejected", n: counts.rejectedByJudge },
    { key: "open", n: toReview },
  ];
  return (
    <section className={styles.panel}>
      <header className={styles.header}>
        <h2 className={styles.title}>{text.project}</h2>
        <span className={styles.aside}>
          {judgeVersion === null ? text.noJudgeShort : text.judgeVersion(judgeVersion)}
        </span>
      </header>
      <div className={styles.bar} aria-hidden="true">
        {parts.map(({ key, n }) => n > 0 && <span key={key} data-part={key} style={{ flexGrow: n }} />)}
      </div>
      <dl className={styles.counts}>
        <Count
          icon={<UserRoundCheck size={14} strokeWidth={1.75} aria-hidden="true" />}
          label={project.raters.every((name) => name === rater) ? text.decidedByYou : text.decidedByPeople}
          n={byPeople}
        />
        <Count
          icon={<VerdictMark kind="accept" by="judge" size={14} />}
          label={text.acceptedByJudge}
          n={counts.acceptedByJudge}
        />
        {counts.rejectedByJudge > 0 && (
          <Count
            icon={<VerdictMark kind="reject" by="judge" size={14} />}
            label={text.rejectedByJudge}
            n={counts.rejectedByJudge}
          />
        )}
        <Count
          icon={<CircleDashed size={14} strokeWidth={1.75} aria-hidden="true" />}
          label={text.stillToReview}
          n={toReview}
        />
      </dl>
      {judgeVersion === null || !project.guarantee ? (
        <FirstJudge />
      ) : (
        <GuaranteeSentence guarantee={project.guarantee} />
      )}
    </section>
  );
});

function Count({ icon, label, n }: { icon: React.ReactNode; label: string; n: number }) {
  return (
    <div className={styles.count}>
      <dt>
        {icon}
        {label}
      </dt>
      <dd>{format.number(n)}</dd>
    </div>
  );
}

/** The sentence of the guarantee, word for word, its bound set off. */
function GuaranteeSentence({ guarantee }: { guarantee: NonNullable<ProjectSummary["guarantee"]> }) {
  const language = languageStore((state) => state.language);
  const { promise, bound, proof, observed } = guaranteeWords(guarantee, language);
  const [before, after] = bound === "" ? [promise, ""] : promise.split(bound);
  const Icon = bound === "" ? ShieldAlert : ShieldCheck;
  return (
    <div className={styles.promise}>
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
      <p>
        {before}
        {bound && <strong>{bound}</strong>}
        {after}
        {bound === "" && proof ? ` ${proof}` : ""}
        {observed ? ` ${observed}` : ""}
      </p>
    </div>
  );
}

/** What the first judge still needs; once it has it, the button that trains it. */
function FirstJudge() {
  const text = useText("review");
  const { data } = useQuery("judge.readiness", {}, { keepPrevious: true });
  const training = useJob("train");
  if (!data) return null;
  const { nLabels, nGood, nBad, minLabels, minOfEach, isReady } = data;
  const words = isReady
    ? text.readyToTrain(nLabels)
    : nLabels < minLabels
      ? text.firstJudge(minLabels, nLabels)
      : nBad === 0
        ? text.onlyGood(nLabels, minOfEach)
        : nGood === 0
          ? text.onlyBad(nLabels, minOfEach)
          : text.fewOfOne(nGood, nBad, minOfEach);
  return (
    <div className={styles.promise}>
      <ShieldAlert size={16} strokeWidth={1.75} aria-hidden="true" />
      <div>
        <p>{words}</p>
        {isReady && !training?.isRunning && (
          <Button
            size="s"
            className={styles.train}
            onClick={() => void startJob("judge.train", {}).catch(() => undefined)}
          >
            {text.train}
          </Button>
        )}
      </div>
    </div>
  );
}
