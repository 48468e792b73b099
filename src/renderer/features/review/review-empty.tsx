import { CircleCheckBig, CircleX, Dices, FilterX, WandSparkles } from "lucide-react";
import type { ProjectSummary } from "#contract/commands/project.ts";
import { chooseFolder } from "../../app/projects.ts";
import { goTo } from "../../app/routes.ts";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { sourceName } from "../data/source-name.ts";
import { labelChecks } from "../judge/judge-actions.ts";
import type { Filter, ReviewState } from "./review-store.ts";

/** Nothing to show: why, and the way ahead. */
export function ReviewEmpty({
  project,
  state,
  onFilter,
  onClear,
  onRefresh,
}: {
  project: ProjectSummary;
  state: ReviewState;
  onFilter(change: Partial<Filter>): void;
  onClear(): void;
  onRefresh(): void;
}) {
  const text = useText("review");
  const common = useText("common");
  const { filter, error } = state;
  const { counts } = project;
  if (error) {
    return (
      <EmptyState icon={CircleX} tone="error" title={text.failedTitle} text={`${error.message} ${error.remedy}`}>
        <Button kind="primary" onClick={onRefresh}>
          {common.tryAgain}
        </Button>
      </EmptyState>
    );
  }
  if (project.nCandidates === 0) {
    return (
      <EmptyState icon={WandSparkles} title={text.noMasksTitle} text={text.noMasks(project.nCases)}>
        {project.nCases > 0 && (
          <Button kind="primary" icon={WandSparkles} onClick={() => goTo({ screen: "propose" })}>
            {text.proposeMasks}
          </Button>
        )}
        <Button kind={project.nCases > 0 ? "plain" : "primary"} onClick={() => void chooseFolder()}>
          {text.addMasks}
        </Button>
        <Button onClick={() => goTo({ screen: "data" })}>{text.goToData}</Button>
      </EmptyState>
    );
  }
  const nByPeople = counts.acceptedByPerson + counts.rejectedByPerson;
  const nSpotChecks = project.guarantee?.spot_checks.n_to_next_look ?? 0;
  const nByJudge = counts.acceptedByJudge + counts.rejectedByJudge;
  if (filter.show === "to-review" && nByPeople + nByJudge === counts.all) {
    return (
      <EmptyState
        icon={CircleCheckBig}
        title={text.emptyQueueTitle}
        text={text.emptyQueue(counts.all, nByPeople, nByJudge, project.judgeVersion)}
      >
        <Button kind="primary" onClick={() => goTo({ screen: "release" })}>
          {text.goToRelease}
        </Button>
        {nSpotChecks > 0 && project.access === "write" && (
          <Button icon={Dices} onClick={() => void labelChecks(nSpotChecks)}>
            {text.spotChecks(nSpotChecks)}
          </Button>
        )}
        <Button onClick={() => onFilter({ show: "all" })}>{text.showAll}</Button>
      </EmptyState>
    );
  }
  const what = [
    text.shows[filter.show ?? "all"],
    ...(filter.sources ?? []).map(sourceName),
    ...(filter.classes ?? []),
    ...(filter.onlyDisagreement ? [text.disagree] : []),
    ...(filter.search ? [`“${filter.search}”`] : []),
  ];
  return (
    <EmptyState icon={FilterX} title={text.emptyFilterTitle} text={text.emptyFilter(what)}>
      <Button kind="primary" keys="Escape" onClick={onClear}>
        {text.clearFilter}
      </Button>
    </EmptyState>
  );
}
