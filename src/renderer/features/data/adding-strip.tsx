import { FolderInput } from "lucide-react";
import { addFolder } from "../../app/projects.ts";
import { useJob } from "../../client/core.tsx";
import type { RunningJob } from "../../client/core-store.ts";
import { forgetJob } from "../../client/jobs.ts";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../ui/button.tsx";
import { NoticeStrip } from "../../ui/notice-strip.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { useRate } from "../../ui/use-rate.ts";
import styles from "./adding-strip.module.css";

/** How far adding a folder has come, above the table; why it failed, where it did. */
export function AddingStrip({ nCases }: { nCases: number }): React.JSX.Element | null {
  const job = useJob("add");
  if (!job) return null;
  return job.isRunning ? <Adding job={job} nCases={nCases} /> : <Failed job={job} />;
}

function Failed({ job }: { job: RunningJob }): React.JSX.Element {
  const text = useText("data");
  const common = useText("common");
  return (
    <NoticeStrip
      kind="error"
      title={`${text.addFailed}.`}
      text={`${job.error?.message ?? ""} ${job.error?.remedy ?? ""}`}
      actions={[{ label: common.tryAgain, run: () => void addFolder(job.subject) }]}
      closeLabel={common.close}
      onClose={() => forgetJob("add")}
    />
  );
}

function Adding({ job, nCases }: { job: RunningJob; nCases: number }): React.JSX.Element {
  const text = useText("data");
  const { progress } = job;
  const done = progress?.done ?? 0;
  const total = progress?.total ?? null;
  return (
    <section className={styles.strip} aria-label={text.adding(job.subject)} data-chrome>
      <FolderInput size={16} strokeWidth={1.75} aria-hidden="true" />
      <div className={styles.words}>
        <strong>{text.adding(job.subject)}</strong>
        <span className={styles.quiet}>
          {total === null ? text.addingLooking(done) : text.addingFiles(nCases, done, total)}
        </span>
      </div>
      <ProgressBar label={text.adding(job.subject)} done={done} total={total} className={styles.progress} />
      <Figures job={job} />
      <Button size="s" onClick={() => job.cancel()}>
        {text.cancel}
      </Button>
    </section>
  );
}

/** "86 files per second, about 20 s left": once each is known. */
function Figures({ job: { progress } }: { job: RunningJob }): React.JSX.Element {
  const text = useText("data");
  const common = useText("common");
  const rate = useRate(progress?.done ?? null, progress?.phase ?? "");
  const secondsLeft = progress?.secondsLeft ?? null;
  return (
    <span className={styles.figures}>
      {rate !== null && rate >= 1 && <span>{text.rate(Math.round(rate))}</span>}
      {secondsLeft !== null && <span>{common.timeLeft(secondsLeft)}</span>}
    </span>
  );
}
