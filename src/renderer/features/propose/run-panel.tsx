import { WandSparkles } from "lucide-react";
import { useActions } from "../../app/actions.ts";
import { type RunningJob, useJob, useProject } from "../../client/core.tsx";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { JobProgress } from "../workbench/job-progress.tsx";
import { closeSummary, proposeStore, runRecipes, standardClass } from "./propose-job.ts";
import { recipeStore } from "./recipe-store.ts";
import styles from "./run-panel.module.css";

/** What a run would make, and how far the one under way has come. */
export function RunPanel({ isReadOnly }: { isReadOnly: boolean }): React.JSX.Element {
  const text = useText("propose");
  const job = useJob("propose");
  return (
    <section className={styles.panel} aria-label={text.run} data-region>
      {job?.isRunning ? <Running job={job} /> : <Ready job={job} isReadOnly={isReadOnly} />}
    </section>
  );
}

function Ready({ job, isReadOnly }: { job: RunningJob | null; isReadOnly: boolean }): React.JSX.Element {
  const text = useText("propose");
  const common = useText("common");
  const project = useProject()!;
  const { className: typed, isStopped, done } = proposeStore();
  const recipes = recipeStore((state) => state.recipes);
  const standard = standardClass(project.classes);
  const className = (typed ?? standard).trim() || standard;
  const nOn = recipes.filter(({ isOff }) => isOff !== true).length;
  const obstacle = isReadOnly ? common.readOnlyHint : nOn === 0 ? text.noneOn : null;
  const run = (): void => void runRecipes(className);
  useActions([
    {
      id: "propose.run",
      title: text.makeMasks(project.nCases),
      key: "Ctrl+Enter",
      group: text.title,
      isEnabled: obstacle === null && done === null,
      run,
    },
  ]);
  return (
    <>
      {job?.error && (
        <p role="alert" className={styles.error}>
          <strong>{text.failed}</strong> {job.error.message} {job.error.remedy}
        </p>
      )}
      {isStopped && (
        <p role="status" className={styles.quiet}>
          {text.stopped}
        </p>
      )}
      <TextField
        label={text.className}
        value={typed ?? standard}
        hint={text.classHint(className, project.classes.includes(className))}
        maxLength={80}
        isDisabled={isReadOnly}
        className={styles.field}
        onChange={(value) => {
          if (isStopped || job?.error) closeSummary();
          proposeStore.setState({ className: value });
        }}
      />
      <p className={styles.quiet}>{text.upTo(nOn, project.nCases)}</p>
      <Button
        kind="primary"
        size="l"
        icon={WandSparkles}
        className={styles.run}
        isDisabled={obstacle !== null}
        hint={obstacle ?? undefined}
        aria-keyshortcuts="Ctrl+Enter"
        onClick={run}
      >
        {text.makeMasks(project.nCases)}
      </Button>
    </>
  );
}

function Running({ job }: { job: RunningJob }): React.JSX.Element {
  const text = useText("propose");
  const common = useText("common");
  const cancel = (): void => job.cancel();
  useActions([{ id: "propose.stop", title: text.stop, key: "Shift+T", group: text.title, run: cancel }]);
  return (
    <>
      <h2 className={styles.title}>{common.jobs.propose}</h2>
      <JobProgress job={job} label={common.jobs.propose} soFar={text.soFar} stop={text.stop} stopKeys="Shift+T">
        <p className={styles.quiet}>{text.stopNote}</p>
      </JobProgress>
    </>
  );
}
