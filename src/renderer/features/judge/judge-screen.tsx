import { Scale } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { Output } from "#contract/commands.ts";
import { useRater } from "../../app/preferences.ts";
import { useQuery } from "../../client/core.tsx";
import { languageStore } from "../../i18n/language.ts";
import { useText } from "../../i18n/index.ts";
import { Box } from "../../ui/box.tsx";
import { classNames } from "../../ui/class-names.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ProofCards, WayCards } from "./cards.tsx";
import { CompareView } from "./compare-view.tsx";
import { HeroProven } from "./hero-proven.tsx";
import { HeroStep } from "./hero-step.tsx";
import styles from "./judge-screen.module.css";
import { NextLabels } from "./next-labels.tsx";
import { Offer } from "./offer.tsx";
import { ReliabilityPlot } from "./reliability-plot.tsx";
import { RiskPlot } from "./risk-plot.tsx";
import { TrainingPanel } from "./training-panel.tsx";
import { type JudgeData, useJudge } from "./use-judge.ts";
import { VersionsPanel } from "./versions-panel.tsx";

/** Train a judge, see how good it is, say what share of bad masks is bearable, prove it, and know what to do next. */
export function JudgeScreen(): React.JSX.Element {
  const { data, error } = useJudge();
  const text = useText("judge");
  const [isComparing, setComparing] = useState(false);
  if (error) return <EmptyState icon={Scale} tone="error" title={text.unknown} text={error} />;
  if (!data) return <div className={styles.screen} aria-busy="true" />;
  if (isComparing && data.versions.filter((row) => row.hasScores).length > 1)
    return <CompareView versions={data.versions} onClose={() => setComparing(false)} />;
  return <Overview data={data} onCompare={() => setComparing(true)} />;
}

function Overview({ data, onCompare }: { data: JudgeData; onCompare(): void }): React.JSX.Element {
  const language = languageStore((state) => state.language);
  const { project, versions, step } = data;
  const shown = versions.find((row) => row.isInUse)?.version ?? versions[0]?.version ?? null;
  const next = useNextLabels(data);
  const isProven = step.kind === "proven";
  // All there is is an opinion without labels: nothing to prove yet.
  const isUntaught = versions[0]?.metrics.n_labels === 0;
  return (
    <div className={styles.screen}>
      <div className={styles.content} data-narrow={shown === null || undefined}>
        <Offer data={data} onCompare={onCompare} />
        {isProven ? (
          <HeroProven data={data} language={language} />
        ) : (
          <>
            <HeroStep data={data} secondsALabel={next.secondsALabel} />
            {project.judgeVersion === null || isUntaught ? <WayCards data={data} /> : <ProofCards data={data} />}
          </>
        )}
        {shown === null ? (
          data.training && (
            <div className={styles.alone}>
              <TrainingPanel data={data} stored={[]} shownVersion={null} />
            </div>
          )
        ) : (
          <div className={styles.grid} data-proven={isProven || undefined}>
            <div className={styles.versions} data-wide={!next.isAsked || undefined}>
              <VersionsPanel data={data} isPrimary={false} onCompare={onCompare} />
            </div>
            {next.isAsked && (
              <div className={styles.next}>
                <NextLabels
                  next={next.labels}
                  aspect={project.tileAspect}
                  isProven={isProven}
                  nOpen={project.counts.open + project.counts.later + project.counts.disagreement}
                />
              </div>
            )}
            <Curves data={data} version={shown} />
          </div>
        )}
      </div>
    </div>
  );
}

/** The next labels, chosen when the screen is opened and whenever another version or another bound is in use, or is proven. */
function useNextLabels({ project, versions, isReadOnly }: JudgeData): {
  isAsked: boolean;
  labels: Output<"judge.next"> | undefined;
  /** What one label takes this person; null while that is not known. */
  secondsALabel: number | null;
} {
  const rater = useRater();
  const isAsked = versions.length > 0 && !isReadOnly && rater !== "";
  const { data: labels, reload } = useQuery("judge.next", isAsked ? { n: 20, rater } : null, { keepPrevious: true });
  const asked = `${project.judgeVersion} ${project.alpha} ${project.guarantee?.threshold !== null}`;
  const askedFor = useRef(asked);
  useEffect(() => {
    if (askedFor.current === asked) return;
    askedFor.current = asked;
    reload();
  }, [asked, reload]);
  const seconds = labels?.secondsExpected ?? null;
  const nIds = labels?.ids.length ?? 0;
  return { isAsked, labels, secondsALabel: seconds === null || nIds === 0 ? null : seconds / nIds };
}

function Curves({ data, version }: { data: JudgeData; version: number }): React.JSX.Element {
  const text = useText("judge");
  const { data: curves } = useQuery("judge.curves", { version }, { keepPrevious: true });
  const { guarantee } = data.project;
  return (
    <>
      <Box
        className={classNames(styles.plot, styles.risk)}
        title={text.risk.title}
        aside={curves && curves.nChecks > 0 ? text.risk.aside(curves.nChecks) : undefined}
      >
        {curves && guarantee && curves.risk.length > 0 ? (
          <RiskPlot curves={curves} guarantee={guarantee} />
        ) : (
          <p className={styles.placeholder}>{curves && text.risk.none}</p>
        )}
      </Box>
      <Box className={classNames(styles.plot, styles.reliability)} title={text.reliability.title}>
        {curves && curves.reliability.length > 0 ? (
          <ReliabilityPlot bins={curves.reliability} />
        ) : (
          <p className={styles.placeholder}>{curves && text.reliability.none}</p>
        )}
      </Box>
      <div className={classNames(styles.plot, styles.training)}>
        <TrainingPanel data={data} stored={curves?.training ?? []} shownVersion={version} />
      </div>
    </>
  );
}
