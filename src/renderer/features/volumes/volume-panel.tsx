import { Layers, Undo2 } from "lucide-react";
import type { VolumeFile } from "#contract/commands/volumes.ts";
import { useActions } from "../../app/actions.ts";
import { useJob, useProject } from "../../client/core.tsx";
import { format, useText } from "../../i18n/index.ts";
import { Button } from "../../ui/button.tsx";
import { ValueSlider } from "../../ui/value-slider.tsx";
import styles from "../workbench/side-panel.module.css";
import { JobProgress } from "../workbench/job-progress.tsx";
import { stepName, type VolumeGroup, volumeName } from "./volume-groups.ts";
import { chooseVolume, takeVolumeBack } from "./volumes-job.ts";

/** What a file holds, the slider over its volumes, and the buttons that choose one. */
export function VolumePanel({
  group,
  file,
  volume,
  onChange,
}: {
  group: VolumeGroup;
  file: VolumeFile;
  /** The one that is looked at. */
  volume: number;
  onChange(volume: number): void;
}): React.JSX.Element {
  const text = useText("volumes");
  const common = useText("common");
  const job = useJob("volumes");
  const isReadOnly = useProject()!.access === "read";
  const { series, chosen } = file;
  const name = volumeName(text, series, volume);
  const others = group.files.filter((one) => one.chosen?.volume !== volume);
  const taken = group.files.filter((one) => one.chosen ?? one.outdated);
  const nMarked = others.reduce((sum, one) => sum + one.nMarked, 0);
  const isAlone = group.files.length === 1;
  const why = (isDone: boolean): string | undefined =>
    isReadOnly ? common.readOnlyHint : isDone ? text.isUsedAlready : undefined;
  const all = (): void =>
    void chooseVolume(
      others.map(({ fileId }) => fileId),
      volume,
      name,
    );
  useActions([
    {
      id: "volumes.all",
      title: isAlone ? text.use : text.forAll(group.files.length, series.n),
      key: "Ctrl+Enter",
      group: text.title,
      isEnabled: why(others.length === 0) === undefined && !job?.isRunning,
      run: all,
    },
  ]);
  return (
    <aside className={styles.panel} aria-label={name} data-region data-chrome>
      <header className={styles.head}>
        <h2 className={styles.title}>{name}</h2>
        <p className={styles.hint}>
          {chosen
            ? `${text.isUsed(volumeName(text, series, chosen.volume))}, ${text.chosenBy(chosen.actor, format.dateTime(chosen.at))}`
            : file.outdated
              ? text.outdated(file.outdated.volume + 1, file.outdated.of)
              : text.unchosen}
        </p>
      </header>
      <div className={styles.form}>
        <section className={styles.told}>
          <ValueSlider
            label={text.slider}
            value={volume}
            min={0}
            max={series.n - 1}
            step={1}
            valueText={name}
            shown={text.position(volume + 1, series.n)}
            onChange={onChange}
          />
        </section>
        <section className={styles.told}>
          <h2 className={styles.small}>{text.about}</h2>
          <ul className={styles.facts}>
            <li>{text.size(series.n, file.size)}</li>
            <li>{text.axis(series, stepName(text, series))}</li>
          </ul>
        </section>
      </div>
      <footer className={styles.foot}>
        {job?.error && (
          <p role="alert" className={styles.error}>
            <strong>{text.failed}</strong> {job.error.message} {job.error.remedy}
          </p>
        )}
        {nMarked > 0 && <p className={styles.hint}>{text.rests(nMarked)}</p>}
        {job?.isRunning ? (
          <JobProgress
            job={job}
            label={common.jobs.volumes}
            soFar={common.soFar}
            stop={common.stop(common.jobs.volumes)}
          />
        ) : (
          <div className={styles.buttons}>
            <Button
              kind="primary"
              size="l"
              icon={Layers}
              isDisabled={why(others.length === 0) !== undefined}
              hint={why(others.length === 0)}
              aria-keyshortcuts="Ctrl+Enter"
              onClick={all}
            >
              {isAlone ? text.use : text.forAll(group.files.length, series.n)}
            </Button>
            {!isAlone && (
              <Button
                size="l"
                isDisabled={why(chosen?.volume === volume) !== undefined}
                hint={why(chosen?.volume === volume)}
                onClick={() => void chooseVolume([file.fileId], volume, name)}
              >
                {text.onlyThis}
              </Button>
            )}
            {(chosen ?? file.outdated) && (
              <Button
                size="l"
                kind="quiet"
                icon={Undo2}
                isDisabled={isReadOnly}
                hint={why(false)}
                onClick={() => void takeVolumeBack([file])}
              >
                {text.takeBack}
              </Button>
            )}
            {taken.length > 1 && (
              <Button
                size="l"
                kind="quiet"
                isDisabled={isReadOnly}
                hint={why(false)}
                onClick={() => void takeVolumeBack(taken)}
              >
                {text.takeAllBack(taken.length)}
              </Button>
            )}
          </div>
        )}
      </footer>
    </aside>
  );
}
