import { Play, Square } from "lucide-react";
import type { Output } from "#contract/commands.ts";
import { useActions } from "../../app/actions.ts";
import { format, useText } from "../../i18n/index.ts";
import { Button } from "../../ui/button.tsx";
import { train } from "./judge-actions.ts";
import styles from "./judge-screen.module.css";
import { Box } from "../../ui/box.tsx";
import { trainingCurve } from "./training-curve.ts";
import { TrainingPlot } from "./training-plot.tsx";
import type { JudgeData } from "./use-judge.ts";

type Points = Output<"judge.curves">["training"];

/** The training that runs, with its loss as it falls; else that of the version in use, and what a new one would have. */
export function TrainingPanel({
  data,
  stored,
  shownVersion,
}: {
  data: JudgeData;
  /** The curve that the version in use was stored with. */
  stored: Points;
  shownVersion: number | null;
}): React.JSX.Element {
  const isRunning = data.training?.isRunning ?? false;
  return isRunning ? <Running data={data} /> : <Resting data={data} stored={stored} shownVersion={shownVersion} />;
}

function Running({ data }: { data: JudgeData }): React.JSX.Element {
  const { training: text, group } = useText("judge");
  const live = trainingCurve();
  const stop = (): void => data.training?.cancel();
  useActions([{ id: "judge.stop", title: text.stop, key: "Shift+T", group, run: stop }]);
  const secondsLeft = data.training?.progress?.secondsLeft ?? null;
  const left = secondsLeft === null ? "" : format.timeLeft(secondsLeft);
  const hasCurve = live.networks.length > 0;
  return (
    <Box
      title={text.titleRunning((data.versions[0]?.version ?? 0) + 1)}
      button={
        <Button size="s" icon={Square} keys="Shift+T" onClick={stop}>
          {text.stop}
        </Button>
      }
    >
      <p className={styles.aside}>
        {hasCurve
          ? `${text.loss(left)} ${text.network(live.networks.length, live.nNetworks, live.isChecked)}`
          : text.preparing}
      </p>
      {hasCurve && <TrainingPlot networks={live.networks} rounds={live.rounds} />}
    </Box>
  );
}

function Resting({
  data,
  stored,
  shownVersion,
}: {
  data: JudgeData;
  stored: Points;
  shownVersion: number | null;
}): React.JSX.Element {
  const text = useText("judge").training;
  const live = trainingCurve();
  const { training, versions, readiness } = data;
  const error = training?.error ?? null;
  const nNew = readiness.nNewSinceLast;
  const networks = error ? live.networks : stored.length > 1 ? [stored] : [];
  const rounds = Math.max(error ? live.rounds : 0, ...stored.map((point) => point.round), 1);
  const mayResume = readiness.canResume && versions.length > 0;
  return (
    <Box
      title={shownVersion !== null && stored.length > 0 ? text.titleOf(shownVersion) : text.title}
      button={
        mayResume && (
          <Button
            size="s"
            icon={Play}
            isDisabled={data.isReadOnly || data.isBusy}
            onClick={() => void train({ resume: true })}
          >
            {text.resume}
          </Button>
        )
      }
    >
      {error ? (
        <p role="alert" className={styles.error}>
          <strong>{text.failed}</strong> {error.message} {error.remedy}
        </p>
      ) : (
        <p className={styles.aside}>{nNew > 0 ? text.newLabels(nNew) : text.noNewLabels}</p>
      )}
      {networks.length > 0 ? (
        <TrainingPlot networks={networks} rounds={rounds} />
      ) : (
        <p className={styles.placeholder}>{text.none}</p>
      )}
    </Box>
  );
}
