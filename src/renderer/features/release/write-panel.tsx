import { Copy, FolderOpen, PackageCheck, X } from "lucide-react";
import type { Output } from "#contract/commands.ts";
import type { AppError } from "#contract/errors.ts";
import { announce } from "../../app/announce.ts";
import { useActions } from "../../app/actions.ts";
import { copyText } from "../../client/copy-text.ts";
import { type RunningJob, useJob } from "../../client/core.tsx";
import { useShell } from "../../client/shell.ts";
import { format, useText } from "../../i18n/index.ts";
import { Box } from "../../ui/box.tsx";
import { Button } from "../../ui/button.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { releaseStore } from "./release-job.ts";
import styles from "./release-screen.module.css";

/** Write, watch, cancel; and what was written. */
export function WritePanel({
  number,
  isBlocked,
  why,
  onWrite,
}: {
  /** Of the release that would be written now. */
  number: number;
  isBlocked: boolean;
  why: string | undefined;
  onWrite(): void;
}): React.JSX.Element {
  const job = useJob("release");
  const done = releaseStore((state) => state.done);
  if (job?.isRunning) return <Writing number={number} job={job} />;
  if (done) return <Written {...done} />;
  return <Ready number={number} error={job?.error ?? null} isBlocked={isBlocked} why={why} onWrite={onWrite} />;
}

function Writing({ number, job }: { number: number; job: RunningJob }): React.JSX.Element {
  const text = useText("release");
  const cancel = (): void => job.cancel();
  useActions([{ id: "release.cancel", title: text.cancel, key: "Shift+T", group: text.group, run: cancel }]);
  const { done = 0, total = null, secondsLeft = null, unit } = job.progress ?? {};
  // Cases are written first; then come the error maps, a mask each.
  const soFar = unit === "masks" ? text.mapsSoFar : text.soFar;
  return (
    <Box title={text.writing(number)}>
      <div className={styles.stack}>
        <ProgressBar label={text.progress} done={done} total={total ?? 1} />
        <p className={styles.between}>
          <span>{total !== null && soFar(done, total)}</span>
          <span>{secondsLeft !== null && text.left(format.timeLeft(secondsLeft))}</span>
        </p>
        <div className={styles.row}>
          <Button icon={X} keys="Shift+T" onClick={cancel}>
            {text.cancel}
          </Button>
          <span className={styles.quiet}>{text.cancelNote}</span>
        </div>
      </div>
    </Box>
  );
}

function Written({
  number,
  output,
  nMapsMissing,
}: {
  number: number;
  output: Output<"release.write">;
  nMapsMissing: number;
}): React.JSX.Element {
  const text = useText("release");
  const shell = useShell();
  const isDesktop = shell.kind === "electron";
  const open = (): void => {
    if (isDesktop) void shell.openPath(output.path);
    else void copyText(output.path).then(() => announce(text.copied));
  };
  const label = isDesktop ? text.openFolder : text.copyPath;
  useActions([{ id: "release.open", title: label, key: "O", group: text.group, run: open }]);
  return (
    <Box title={text.ready(number)}>
      <div className={styles.stack} role="status">
        <p className={styles.done}>
          <PackageCheck size={16} strokeWidth={1.75} aria-hidden="true" />
          {text.done(number, output.n_cases, output.n_masks)}
        </p>
        {output.n_error_maps > 0 && <p className={styles.quiet}>{text.errorMapsDone(output.n_error_maps)}</p>}
        {nMapsMissing > 0 && <p className={styles.error}>{text.errorMapsMissing(nMapsMissing)}</p>}
        <p className={styles.path}>{output.path}</p>
        <p className={styles.quiet}>{text.namesNote}</p>
        <div className={styles.row}>
          <Button kind="primary" icon={isDesktop ? FolderOpen : Copy} keys="O" onClick={open}>
            {label}
          </Button>
          <Button onClick={() => releaseStore.setState({ done: null, report: null })}>{text.another}</Button>
        </div>
      </div>
    </Box>
  );
}

function Ready({
  number,
  error,
  isBlocked,
  why,
  onWrite,
}: {
  number: number;
  error: AppError | null;
  isBlocked: boolean;
  why: string | undefined;
  onWrite(): void;
}): React.JSX.Element {
  const text = useText("release");
  useActions([
    {
      id: "release.write",
      title: text.write,
      key: "Enter",
      group: text.group,
      isEnabled: !isBlocked,
      run: onWrite,
    },
  ]);
  return (
    <Box title={text.ready(number)}>
      <div className={styles.stack}>
        {error && (
          <p role="alert" className={styles.error}>
            <strong>{text.failed}</strong> {error.message} {error.remedy}
          </p>
        )}
        <p className={styles.quiet}>{text.readyNote}</p>
        <div className={styles.row}>
          <Button
            kind="primary"
            size="l"
            icon={PackageCheck}
            keys="Enter"
            isDisabled={isBlocked}
            hint={why}
            onClick={onWrite}
          >
            {text.write}
          </Button>
          <span className={styles.quiet}>{text.cancelNote}</span>
        </div>
      </div>
    </Box>
  );
}
