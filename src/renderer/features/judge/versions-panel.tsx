import { Circle, CircleDot, GitCompare, Play } from "lucide-react";
import type { JudgeVersionRow } from "#contract/commands/judge.ts";
import { proofStage } from "#domain/guarantee/proof-stage.ts";
import { useActions } from "../../app/actions.ts";
import { format, useText } from "../../i18n/index.ts";
import { Box } from "../../ui/box.tsx";
import { Button } from "../../ui/button.tsx";
import { Tag } from "../../ui/tag.tsx";
import { Tooltip } from "../../ui/tooltip.tsx";
import { putInUse, train } from "./judge-actions.ts";
import { putOfferAside } from "./offer.tsx";
import type { JudgeData } from "./use-judge.ts";
import styles from "./versions-panel.module.css";

/** Every version with its figures side by side; any of them can be used, the newest as well as one to go back to. */
export function VersionsPanel({
  data,
  isPrimary,
  onCompare,
}: {
  data: JudgeData;
  /** Training is the next step: no other button of the screen is. */
  isPrimary: boolean;
  onCompare(): void;
}): React.JSX.Element {
  const text = useText("judge");
  const { versions, readiness } = data;
  const isBlocked = data.isReadOnly || data.isBusy;
  const canTrain = !isBlocked && readiness.isReady;
  const canCompare = versions.filter((row) => row.hasScores).length > 1;
  const blockedHint = data.isReadOnly ? text.readOnly : data.isBusy ? text.busy : undefined;
  const start = (): void => void train({ resume: false });
  useActions([
    { id: "judge.train", title: text.training.train, key: "T", group: text.group, isEnabled: canTrain, run: start },
    {
      id: "judge.compare",
      title: text.versions.compare,
      key: "C",
      group: text.group,
      isEnabled: canCompare,
      run: onCompare,
    },
  ]);
  const columns = [
    { title: text.versions.labels },
    { title: text.versions.auc, hint: text.versions.aucHint },
    { title: text.versions.brier, hint: text.versions.brierHint },
    { title: text.versions.accepted, hint: text.versions.acceptedHint },
    { title: text.versions.bad, hint: text.versions.badHint },
  ];
  return (
    <Box
      title={text.versions.title}
      className={styles.box}
      button={
        <>
          <Button
            icon={GitCompare}
            keys="C"
            isDisabled={!canCompare}
            hint={canCompare ? undefined : text.versions.compareHint}
            onClick={onCompare}
          >
            {text.versions.compare}
          </Button>
          <Button
            kind={isPrimary ? "primary" : "plain"}
            icon={Play}
            keys="T"
            isDisabled={!canTrain}
            hint={blockedHint ?? (readiness.isReady ? undefined : text.training.notEnough)}
            onClick={start}
          >
            {text.training.train}
          </Button>
        </>
      }
    >
      <div className={styles.frame} role="region" aria-label={text.versions.title} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col" className={styles.first}>
                {text.versions.version}
              </th>
              {columns.map(({ title, hint }) => (
                <th key={title} scope="col">
                  {hint ? (
                    <Tooltip text={hint}>
                      <span>{title}</span>
                    </Tooltip>
                  ) : (
                    title
                  )}
                </th>
              ))}
              <th scope="col" className={styles.start}>
                {text.versions.trained}
              </th>
              <th scope="col">
                <span className="visually-hidden">{text.versions.action}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {versions.map((row) => (
              <Row
                key={row.version}
                row={row}
                isBlocked={isBlocked}
                blockedHint={blockedHint}
                onUse={() => {
                  putOfferAside(versions[0]?.version ?? row.version);
                  void putInUse(row.version);
                }}
              />
            ))}
          </tbody>
        </table>
      </div>
    </Box>
  );
}

function Row({
  row,
  isBlocked,
  blockedHint,
  onUse,
}: {
  row: JudgeVersionRow;
  isBlocked: boolean;
  blockedHint: string | undefined;
  onUse(): void;
}): React.JSX.Element {
  const text = useText("judge").versions;
  const name = useText("judge").version(row.version);
  const { metrics, guarantee } = row;
  const stage = row.hasScores ? proofStage(guarantee) : "not-judged";
  const Mark = row.isInUse ? CircleDot : Circle;
  const hasChecks = guarantee.n_random_checks > 0;
  return (
    <tr data-chosen={row.isInUse || undefined}>
      <th scope="row" className={styles.first}>
        <span className={styles.version}>
          <Mark size={16} strokeWidth={1.75} aria-hidden="true" />
          {name}
          {row.isInUse && <Tag>{text.inUse}</Tag>}
        </span>
      </th>
      <td>{format.number(metrics.n_labels)}</td>
      <td>{format.auc(metrics.auc)}</td>
      <td>{format.dice(metrics.brier, 3)}</td>
      <td className={stage === "proven" ? undefined : styles.quiet}>
        {stage === "proven"
          ? format.coverage(row.coverage, 1)
          : stage === "not-judged"
            ? text.notJudged
            : stage === "no-list" || stage === "contradicted" || stage === "alarmed"
              ? text.none
              : text.noneYet}
      </td>
      <td className={hasChecks ? undefined : styles.quiet}>
        {!hasChecks
          ? text.notChecked
          : guarantee.upper_bound === null
            ? text.outOf(guarantee.n_bad, guarantee.n_random_checks)
            : text.badProven(
                format.percent(guarantee.n_bad / guarantee.n_random_checks, 1),
                format.bound(guarantee.upper_bound),
              )}
      </td>
      <td className={styles.start}>
        <span title={format.utc(row.trainedAt)}>{format.dateTime(row.trainedAt)}</span>
      </td>
      <td className={styles.action}>
        {!row.isInUse && (
          <Button size="s" isDisabled={isBlocked} hint={blockedHint ?? text.useHint} onClick={onUse}>
            {text.use(row.version)}
          </Button>
        )}
      </td>
    </tr>
  );
}
