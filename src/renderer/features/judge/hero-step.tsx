import { FolderInput, LayoutGrid, LoaderCircle, Play, RotateCw, ShieldAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useActions } from "../../app/actions.ts";
import { type Route, useRoute } from "../../app/routes.ts";
import { format, useText } from "../../i18n/index.ts";
import { Button } from "../../ui/button.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { ChecksGrid } from "./checks-grid.tsx";
import { checksIfOneIsBad } from "./checks-if-bad.ts";
import styles from "./hero.module.css";
import { formOpinion, labelChecks, putInUse, train } from "./judge-actions.ts";
import type { JudgeStep } from "./next-step.ts";
import type { JudgeData } from "./use-judge.ts";

interface Words {
  readonly icon: typeof Play;
  readonly title: string;
  readonly text: string;
  readonly button: { readonly label: string; readonly icon?: typeof Play; readonly keys: string; run(): void } | null;
  readonly second?: { readonly label: string; readonly keys: string; run(): void };
  /** Beside the button. */
  readonly aside?: string;
  /** May be done in a project that is open to look at only. */
  readonly isHarmless?: boolean;
}

/** Before the bound is proven: where the work stands, in one sentence, and the one thing to do next. */
export function HeroStep({
  data,
  secondsALabel,
}: {
  data: JudgeData;
  /** What one label takes this person; null while that is not known. */
  secondsALabel: number | null;
}): React.JSX.Element {
  const text = useText("judge");
  const [, goTo] = useRoute();
  const words = useWords(data, secondsALabel, goTo);
  const { button, second } = words;
  const isBlocked = !words.isHarmless && (data.isReadOnly || data.isBusy);
  useActions([
    ...(button
      ? [
          {
            id: "judge.next",
            title: button.label,
            key: button.keys,
            group: text.group,
            isEnabled: !isBlocked,
            run: () => button.run(),
          },
        ]
      : []),
    ...(second
      ? [{ id: "judge.second", title: second.label, key: second.keys, group: text.group, run: () => second.run() }]
      : []),
  ]);
  const Icon = words.icon;
  return (
    <section className={`${styles.hero} ${styles.wide}`}>
      <div className={styles.words}>
        <Icon className={styles.icon} size={32} strokeWidth={1.75} aria-hidden="true" />
        <h1 className={styles.statement}>{words.title}</h1>
        <p className={styles.lead}>{words.text}</p>
        {(button || second || words.aside) && (
          <div className={styles.buttons}>
            {button && (
              <Button
                kind="primary"
                size="l"
                icon={button.icon}
                keys={button.keys}
                isDisabled={isBlocked}
                hint={isBlocked ? (data.isReadOnly ? text.readOnly : text.busy) : undefined}
                onClick={() => button.run()}
              >
                {button.label}
              </Button>
            )}
            {second && (
              <Button size="l" keys={second.keys} onClick={() => second.run()}>
                {second.label}
              </Button>
            )}
            {words.aside && <span>{words.aside}</span>}
          </div>
        )}
        {data.step.kind === "prove" && (
          <p className={styles.quietNote}>
            {data.step.isShort && `${text.next.proveShort} `}
            {text.next.proveMixed}
          </p>
        )}
      </div>
      <Beside data={data} />
    </section>
  );
}

function useWords(data: JudgeData, secondsALabel: number | null, goTo: (route: Route) => void): Words {
  const text = useText("judge").next;
  const training = useText("judge").training;
  const { step, project, readiness } = data;
  const bound = format.share(project.alpha);
  const review = (label: string): NonNullable<Words["button"]> => ({
    label,
    icon: LayoutGrid,
    keys: "Enter",
    run: () => goTo({ screen: "review" }),
  });
  const label = project.nLabels === 0 ? text.startReviewing : text.goOnReviewing;
  switch (step.kind) {
    case "no-masks":
      return {
        icon: FolderInput,
        title: text.noMasks,
        text: text.noMasksText,
        button: { label: text.goToData, keys: "Enter", run: () => goTo({ screen: "data" }) },
        isHarmless: true,
      };
    case "first-labels":
      return firstLabelsWords(step, data, text, review(label));
    case "one-kind":
      return {
        icon: LayoutGrid,
        title: (step.nOther === step.nLabels ? text.onlyOneKind : text.oneKind)(step.nLabels, step.missing),
        text: text.oneKindText(step.nMissing, step.missing),
        button: review(label),
        isHarmless: true,
      };
    case "train-first":
      return step.canResume
        ? {
            icon: RotateCw,
            title: text.resumeTitle,
            text: text.resumeText,
            button: { label: training.resume, icon: Play, keys: "Enter", run: () => void train({ resume: true }) },
            second: { label: training.anew, keys: "Shift+T", run: () => void train({ resume: false }) },
          }
        : {
            icon: Play,
            title: text.trainFirst,
            text: text.trainFirstText(readiness.nLabels, readiness.nGood, readiness.nBad),
            button: { label: training.trainFirst, icon: Play, keys: "Enter", run: () => void train({ resume: false }) },
          };
    case "training-first":
      return {
        icon: LoaderCircle,
        title: text.trainingFirst(1),
        text: text.trainingFirstText,
        button: review(label),
        isHarmless: true,
      };
    case "apply":
      return {
        icon: Play,
        title: text.apply(step.version),
        text: text.applyText(step.version),
        button: {
          label: text.applyButton(step.version),
          icon: Play,
          keys: "Enter",
          run: () => void putInUse(step.version),
        },
      };
    case "applying":
      return { icon: LoaderCircle, title: text.applying(step.version), text: text.applyingText, button: null };
    case "prove":
      return {
        ...proveWords(step, text, bound, secondsALabel),
        icon: ShieldAlert,
        ...(step.isShort && {
          second: { label: text.labelMore, keys: "Shift+L", run: () => goTo({ screen: "review" }) },
        }),
      };
    case "out-of-reach":
      return {
        icon: ShieldAlert,
        title: text.outOfReach(format.percent(project.alpha, 0)),
        text: text.outOfReachText,
        button: review(text.labelMore),
        isHarmless: true,
      };
    case "contradicted":
      return {
        icon: ShieldAlert,
        title: text.contradicted,
        text: text.contradictedText(step.nBad, step.nDone, bound),
        button: review(text.labelMore),
        isHarmless: true,
      };
    case "alarmed":
      return {
        icon: ShieldAlert,
        title: text.alarmed,
        text: text.alarmedText(step.nBad, step.nDone, bound),
        ...(readiness.isReady && readiness.nNewSinceLast > 0
          ? {
              button: { label: training.train, icon: Play, keys: "Enter", run: () => void train({ resume: false }) },
              second: { label: text.labelMore, keys: "Shift+L", run: () => goTo({ screen: "review" }) },
            }
          : { button: review(text.labelMore), isHarmless: true }),
      };
    case "proven":
      return { icon: ShieldAlert, title: "", text: "", button: null };
  }
}

function firstLabelsWords(
  { nDone, nWanted, isSorted }: Extract<JudgeStep, { kind: "first-labels" }>,
  { isReadOnly, isBusy }: JudgeData,
  text: ReturnType<typeof useText<"judge">>["next"],
  button: NonNullable<Words["button"]>,
): Words {
  const canSort = !isSorted && !isReadOnly && !isBusy;
  return {
    icon: LayoutGrid,
    title: text.firstLabels(nWanted),
    text: isSorted ? text.sortedText : text.firstLabelsText,
    button,
    ...(canSort && { second: { label: text.firstOpinion, keys: "Shift+O", run: () => void formOpinion() } }),
    aside: nDone > 0 ? text.firstLabelsDone(nDone) : "",
    isHarmless: true,
  };
}

function proveWords(
  { nMore, nDone, nBad, nListed }: Extract<JudgeStep, { kind: "prove" }>,
  text: ReturnType<typeof useText<"judge">>["next"],
  bound: string,
  secondsALabel: number | null,
): Omit<Words, "icon"> {
  const needed = nDone + nMore;
  return {
    title: text.prove(nMore),
    text:
      nDone === 0
        ? text.proveNone(nListed, nMore, bound)
        : nBad === 0
          ? text.proveSome(nDone, needed, bound)
          : text.proveBad(nDone, nBad, needed),
    button: { label: text.proveButton(nMore), keys: "Enter", run: () => void labelChecks(nMore) },
    ...(secondsALabel !== null && { aside: text.atYourPace(format.timeLeft(secondsALabel * nMore)) }),
  };
}

/** The same as a picture: labels or checks as squares, or how far the running work has come. */
function Beside({ data }: { data: JudgeData }): ReactNode {
  const text = useText("judge");
  const { watch } = text;
  const { step, readiness, project, judging, training } = data;
  switch (step.kind) {
    case "first-labels":
    case "one-kind": {
      const { nGood, nBad, minLabels, minOfEach } = readiness;
      const nOpen = Math.max(minLabels - nGood - nBad, minOfEach - nGood, minOfEach - nBad, 0);
      return (
        <ChecksGrid
          title={text.checks.labels}
          count={text.checks.of(nGood + nBad, nGood + nBad + nOpen)}
          label={text.checks.labelsLabel(nGood, nBad, nOpen)}
          nGood={nGood}
          nBad={nBad}
          nOpen={nOpen}
          note={text.checks.legend(nGood, nBad)}
        />
      );
    }
    case "prove":
    case "contradicted": {
      const guarantee = project.guarantee!;
      const { n_random_checks: nDone, n_bad: nBad, n_more_needed: nOpen } = guarantee;
      const ifBad = step.kind === "prove" ? checksIfOneIsBad(guarantee) : null;
      return (
        <ChecksGrid
          title={text.checks.title}
          count={text.checks.of(nDone, nDone + nOpen)}
          label={text.checks.label(nDone - nBad, nBad, nOpen)}
          nGood={nDone - nBad}
          nBad={nBad}
          nOpen={nOpen}
          note={ifBad === null ? undefined : ifBad === "never" ? text.checks.ifBadLast : text.checks.ifBad(ifBad)}
        />
      );
    }
    case "alarmed":
      return (
        <ChecksGrid
          title={watch.title}
          count={text.checks.of(step.nDone, step.nDone)}
          label={text.checks.label(step.nDone - step.nBad, step.nBad, 0)}
          nGood={step.nDone - step.nBad}
          nBad={step.nBad}
          nOpen={0}
          note={watch.seen(step.nBad, step.nDone)}
        />
      );
    case "training-first":
    case "applying": {
      const job = step.kind === "applying" ? judging : training;
      const progress = job?.progress;
      if (!progress) return null;
      return (
        <div className={styles.progress}>
          <ProgressBar label={text.judging.label} done={progress.done} total={progress.total} />
          <span>
            {step.kind === "applying" && progress.total !== null
              ? text.judging.progress(progress.done, progress.total)
              : progress.total !== null && text.training.progress(progress.done, progress.total)}
            {progress.secondsLeft !== null && `, ${text.training.left(format.timeLeft(progress.secondsLeft))}`}
          </span>
        </div>
      );
    }
    default:
      return null;
  }
}
