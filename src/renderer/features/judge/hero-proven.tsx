import { Dices, PackageCheck, ShieldCheck } from "lucide-react";
import { useActions } from "../../app/actions.ts";
import { useRoute } from "../../app/routes.ts";
import type { SentenceLanguage } from "#domain/guarantee/sentence.ts";
import { guaranteeWords } from "#domain/guarantee/sentence.ts";
import { format, useText } from "../../i18n/index.ts";
import { Button } from "../../ui/button.tsx";
import styles from "./hero.module.css";
import { labelChecks } from "./judge-actions.ts";
import { LimitPanel } from "./limit-panel.tsx";
import type { JudgeData } from "./use-judge.ts";

/**
 * The bound is proven: how many masks need nobody, what is promised of them, on what it was proven, and beside the promise
 * what spot checks have shown since.
 */
export function HeroProven({ data, language }: { data: JudgeData; language: SentenceLanguage }): React.JSX.Element {
  const text = useText("judge");
  const [, goTo] = useRoute();
  const { project, limits } = data;
  const guarantee = project.guarantee!;
  const words = guaranteeWords(guarantee, language);
  const [before, after] = words.promise.split(words.bound);
  const preview = limits.find((limit) => Math.abs(limit.alpha - guarantee.alpha) < 1e-9);
  // Of those that no person has decided: the checks are good masks too, but they were accepted by a person.
  const nWithoutYou = preview?.nAccept ?? guarantee.n_unseen;
  const nOf = preview ? preview.nAccept + preview.nReject + preview.nToYou : project.nCandidates;
  const release = (): void => goTo({ screen: "release" });
  const { growth, spot_checks: spotChecks } = guarantee;
  const { n, n_bad: nBad } = spotChecks;
  // Spot checks wait until the list has grown as far as it can.
  const nToCheck = growth?.n_more_needed ?? spotChecks.n_to_next_look;
  const checkTitle = growth ? text.growth.button(nToCheck) : text.watch.button(nToCheck);
  const canCheck = nToCheck > 0 && !data.isReadOnly;
  const check = (): void => void labelChecks(nToCheck);
  useActions([
    { id: "judge.release", title: text.next.goToRelease, key: "Enter", group: text.group, run: release },
    {
      id: "judge.spotChecks",
      title: checkTitle,
      key: "K",
      group: text.group,
      isEnabled: canCheck,
      run: check,
    },
  ]);
  return (
    <section className={styles.hero} aria-label={text.versionInUse(project.judgeVersion ?? 0)}>
      <div className={styles.words}>
        <h1 className={styles.statement}>{text.statement(nWithoutYou, nOf)}</h1>
        <p className={styles.lead}>
          {before}
          <strong>{words.bound}</strong>
          {after}
        </p>
        <p className={styles.proof}>
          <ShieldCheck size={16} strokeWidth={1.75} aria-hidden="true" />
          <span>
            {words.proof} {words.unseen}
          </span>
        </p>
        <dl className={styles.watch}>
          <div>
            <dt>{text.watch.promised}</dt>
            <dd>{text.watch.atMost(format.limit(guarantee.alpha))}</dd>
          </div>
          <div>
            <dt>{text.watch.observed}</dt>
            <dd>{text.watch.seen(nBad, n)}</dd>
          </div>
        </dl>
        <p className={styles.next}>
          <Button kind="primary" icon={PackageCheck} keys="Enter" onClick={release}>
            {text.next.goToRelease}
          </Button>
          {canCheck && (
            <Button icon={Dices} keys="K" hint={growth ? text.growth.hint : text.watch.hint} onClick={check}>
              {checkTitle}
            </Button>
          )}
          <span>{(canCheck && words.further) || text.next.release}</span>
        </p>
      </div>
      <LimitPanel
        alpha={project.alpha}
        previews={limits}
        isDisabled={data.isReadOnly || data.isBusy}
        why={data.isReadOnly ? text.readOnly : data.isBusy ? text.busy : undefined}
        isPrimary
      />
    </section>
  );
}
