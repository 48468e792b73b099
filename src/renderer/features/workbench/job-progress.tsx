import { X } from "lucide-react";
import type { ReactNode } from "react";
import type { RunningJob } from "../../client/core.tsx";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../ui/button.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import styles from "./side-panel.module.css";

/** How far a job of the page has come, with the button that stops it. */
export function JobProgress({
  job,
  label,
  soFar,
  stop,
  stopKeys,
  children,
}: {
  job: RunningJob;
  label: string;
  soFar(done: number, total: number): string;
  /** What the button says, and its keys. */
  stop: string;
  stopKeys?: string;
  /** What it is well to know meanwhile. */
  children?: ReactNode;
}): React.JSX.Element {
  const common = useText("common");
  const { done = 0, total = null, secondsLeft = null } = job.progress ?? {};
  return (
    <>
      <ProgressBar label={label} done={done} total={total ?? 1} />
      <p className={styles.between}>
        <span>{total !== null && soFar(done, total)}</span>
        <span>{secondsLeft !== null && common.timeLeft(secondsLeft)}</span>
      </p>
      {children}
      <Button icon={X} keys={stopKeys} onClick={() => job.cancel()}>
        {stop}
      </Button>
    </>
  );
}
