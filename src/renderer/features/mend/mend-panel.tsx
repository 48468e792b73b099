import { Undo2, Wrench } from "lucide-react";
import type { AilingGroup, AilingMask, MendedGroup } from "#contract/commands/doctor.ts";
import { keepsVoxels } from "#domain/remedy/keeps-voxels.ts";
import { useActions } from "../../app/actions.ts";
import { useJob, useProject } from "../../client/core.tsx";
import { format, useText } from "../../i18n/index.ts";
import { Button } from "../../ui/button.tsx";
import { findingText } from "../data/finding-text.ts";
import { mendedTitle } from "./group-list.tsx";
import { asRemedy, type MendChoice, obstacleOf } from "./mend-choice.ts";
import { mendMasks, takeBack } from "./mend-job.ts";
import styles from "../workbench/side-panel.module.css";
import { JobProgress } from "../workbench/job-progress.tsx";
import { valueName } from "./values-form.tsx";
import { RemedyForm } from "./remedy-form.tsx";

/** A group that can be mended: what differs, the remedies, and the buttons that do it. */
export function AilingPanel({
  group,
  mask,
  choice,
  onChange,
}: {
  group: AilingGroup;
  /** The one that is looked at. */
  mask: AilingMask | undefined;
  choice: MendChoice;
  onChange(choice: MendChoice): void;
}): React.JSX.Element {
  const text = useText("mend");
  const common = useText("common");
  const title = findingText(useText("findings"), group.code).title;
  const job = useJob("mend");
  const isReadOnly = useProject()!.access === "read";
  const obstacle = obstacleOf(group, choice);
  const why = isReadOnly
    ? common.readOnlyHint
    : obstacle === "choose"
      ? text.choose
      : obstacle === "nothing"
        ? text.nothingMeant
        : null;
  const all = (): void => void mendMasks(group.id, asRemedy(choice), null);
  useActions([
    {
      id: "mend.all",
      title: text.mendAll(group.n),
      key: "Ctrl+Enter",
      group: text.title,
      isEnabled: why === null && !job?.isRunning,
      run: all,
    },
  ]);
  return (
    <aside className={styles.panel} aria-label={text.group(title, group.n)} data-region data-chrome>
      <header className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        <p className={styles.hint}>{text.of(group.source, group.n)}</p>
      </header>
      <div className={styles.form}>
        <RemedyForm group={group} choice={choice} onChange={onChange} />
      </div>
      <footer className={styles.foot}>
        {job?.error && (
          <p role="alert" className={styles.error}>
            <strong>{text.failed}</strong> {job.error.message} {job.error.remedy}
          </p>
        )}
        {group.nInUse > 0 && !keepsVoxels(choice) && (
          <p className={styles.hint}>
            {text.replaces(group.nInUse, group.nMarked)} {group.nMarked > 0 && text.keeps}
          </p>
        )}
        {job?.isRunning ? (
          <JobProgress job={job} label={common.jobs.mend} soFar={text.soFar} stop={text.stop} />
        ) : (
          <div className={styles.buttons}>
            <Button
              kind="primary"
              size="l"
              icon={Wrench}
              isDisabled={why !== null}
              hint={why ?? undefined}
              aria-keyshortcuts="Ctrl+Enter"
              onClick={all}
            >
              {text.mendAll(group.n)}
            </Button>
            {group.n > 1 && mask && (
              <Button
                size="l"
                isDisabled={why !== null}
                hint={why ?? undefined}
                onClick={() => void mendMasks(group.id, asRemedy(choice), [mask.fileId])}
              >
                {text.mendThis}
              </Button>
            )}
          </div>
        )}
      </footer>
    </aside>
  );
}

/** A group that was mended: what was done, and the way back. */
export function MendedPanel({ group, mask }: { group: MendedGroup; mask: AilingMask | undefined }): React.JSX.Element {
  const text = useText("mend");
  const common = useText("common");
  const isReadOnly = useProject()!.access === "read";
  const hint = isReadOnly ? common.readOnlyHint : undefined;
  const { grid, values } = group.remedy;
  return (
    <aside className={styles.panel} aria-label={text.group(text.mendedGroups, group.n)} data-region data-chrome>
      <header className={styles.head}>
        <h2 className={styles.title}>{mendedTitle(text, group)}</h2>
        <p className={styles.hint}>
          {text.of(group.source, group.n)}, {text.mendedBy(group.actor, format.dateTime(group.at))}
        </p>
      </header>
      <div className={styles.form}>
        <section className={styles.told}>
          <h2 className={styles.small}>{text.whatWasDone}</h2>
          <ul className={styles.facts}>
            {grid && <li>{text.remedy(grid).text}</li>}
            {values && <li>{text.valuesRemedy(values).text}</li>}
            {values?.kind === "threshold" && <li>{`${text.threshold}: ${text.percent(values.share)}`}</li>}
            {values &&
              "classes" in values &&
              values.classes.map(({ from, name }) => (
                <li key={valueName(from)}>{text.becomes(valueName(from), name)}</li>
              ))}
          </ul>
        </section>
      </div>
      <footer className={styles.foot}>
        {group.nMarked > 0 && <p className={styles.hint}>{text.keeps}</p>}
        <div className={styles.buttons}>
          <Button icon={Undo2} isDisabled={isReadOnly} hint={hint} onClick={() => void takeBack(group, group.fileIds)}>
            {text.takeBack(group.n)}
          </Button>
          {group.n > 1 && mask && (
            <Button isDisabled={isReadOnly} hint={hint} onClick={() => void takeBack(group, [mask.fileId])}>
              {text.takeBackThis}
            </Button>
          )}
        </div>
      </footer>
    </aside>
  );
}
