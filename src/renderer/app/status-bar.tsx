import { CircleCheck, HardDrive, LoaderCircle, RotateCw, WifiOff, X } from "lucide-react";
import { useProject } from "../client/core.tsx";
import { coreStore, type RunningJob } from "../client/core-store.ts";
import { format, useText } from "../i18n/index.ts";
import { ProgressBar } from "../ui/progress-bar.tsx";
import { Tooltip } from "../ui/tooltip.tsx";
import { nameOf } from "./paths.ts";
import styles from "./status-bar.module.css";

/** What runs, what is saved, and what always holds. */
export function StatusBar(): React.JSX.Element {
  const text = useText("common");
  const project = useProject();
  const version = coreStore((state) => state.app?.version ?? "");
  const jobs = coreStore((state) => state.jobs);
  const restart = coreStore((state) => state.engineRestart);
  const running = Object.values(jobs).filter((job) => job.isRunning);
  return (
    <footer className={styles.bar} data-chrome data-region>
      <div className={styles.start}>
        {restart && (
          <Tooltip text={format.utc(restart.at)}>
            <span className={styles.restarted}>
              <RotateCw size={14} strokeWidth={1.75} aria-hidden="true" />
              {text.engineRestarted(restart.at)}
            </span>
          </Tooltip>
        )}
        {running.length === 0 && !restart && (
          <span className={styles.item}>
            <CircleCheck size={14} strokeWidth={1.75} aria-hidden="true" />
            {text.engineReady}
          </span>
        )}
        {running.length === 0 && <span className={styles.faint}>{project ? text.noJobs : text.version(version)}</span>}
        {running.map((job) => (
          <JobStatus key={job.job} job={job} />
        ))}
      </div>
      <div className={styles.end}>
        {project && <Saved nLabels={project.nLabels} at={project.lastLabelAt} />}
        <span className={styles.item} data-goes>
          <WifiOff size={14} strokeWidth={1.75} aria-hidden="true" />
          {text.offline}
        </span>
        <span className={styles.faint}>{text.researchOnly}</span>
      </div>
    </footer>
  );
}

function JobStatus({ job }: { job: RunningJob }): React.JSX.Element {
  const text = useText("common");
  const { progress } = job;
  const name = job.job === "add" ? text.jobs.add(nameOf(job.subject)) : text.jobs[job.job];
  const what =
    progress?.unit === "rounds" && progress.total !== null ? text.round(name, progress.done, progress.total) : name;
  const secondsLeft = progress?.secondsLeft ?? null;
  const counted =
    progress === null
      ? null
      : progress.total === null
        ? format.number(progress.done)
        : text.soFar(progress.done, progress.total);
  return (
    <span className={styles.job} role="group" aria-label={what}>
      <LoaderCircle className={styles.loader} size={14} strokeWidth={1.75} aria-hidden="true" />
      <span>{what}</span>
      {progress && <ProgressBar label={what} done={progress.done} total={progress.total} className={styles.progress} />}
      <span className={styles.left}>{secondsLeft === null ? counted : text.timeLeft(secondsLeft)}</span>
      <Tooltip text={text.stop(what)}>
        <button type="button" className={styles.stop} aria-label={text.stop(what)} onClick={() => job.cancel()}>
          <X size={14} strokeWidth={1.75} aria-hidden="true" />
        </button>
      </Tooltip>
    </span>
  );
}

function Saved({ nLabels, at }: { nLabels: number; at: number | null }): React.JSX.Element {
  const text = useText("common");
  const words = nLabels === 0 || at === null ? text.noLabels : text.labelsSaved(nLabels, at);
  const shown = (
    <span className={styles.item} data-testid="saved">
      <HardDrive size={14} strokeWidth={1.75} aria-hidden="true" />
      {words}
    </span>
  );
  return at === null ? shown : <Tooltip text={format.utc(at)}>{shown}</Tooltip>;
}
