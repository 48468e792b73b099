import { useRef, useState } from "react";
import { useActions } from "../../app/actions.ts";
import { addAgain, chooseFolder } from "../../app/projects.ts";
import { useRoute } from "../../app/routes.ts";
import { useWindowWidth } from "../../app/use-window-width.ts";
import { useJob, useProject } from "../../client/core.tsx";
import { useText } from "../../i18n/index.ts";
import { AddingStrip } from "./adding-strip.tsx";
import { CaseTable } from "./case-table.tsx";
import styles from "./data-screen.module.css";
import { EmptyData } from "./empty-data.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { FindingsPanel } from "./findings-panel.tsx";
import { NoMasksStrip } from "./no-masks-strip.tsx";
import { useCases } from "./use-cases.ts";
import { useFindings } from "./use-findings.ts";
import { nWaitingForVolume } from "./volume-codes.ts";

/** From this width on the findings stand beside the table by themselves. */
const WIDE_PX = 1400;

/** What was added: cases in a table, what was noticed of the files, and what to do about it. */
export function DataScreen({ code }: { code?: string | undefined }): React.JSX.Element {
  const text = useText("data");
  const project = useProject()!;
  const [, goTo] = useRoute();
  const { cases, filter, setFilter, clear, isFiltered, sort, setSort } = useCases(code);
  const isAdding = useJob("add")?.isRunning ?? false;
  const findings = useFindings(isAdding);
  const isWide = useWindowWidth() >= WIDE_PX;
  const [isToggled, setToggled] = useState(false);
  const hasPanel = isWide !== isToggled;
  const searchField = useRef<HTMLInputElement>(null);
  const showEverything = (): void => {
    clear();
    goTo({ screen: "data" });
  };
  const review = (): void => goTo({ screen: "review" });
  const toggleFindings = (): void => setToggled(!isToggled);
  const hasCases = project.nCases > 0;
  const canReview = project.nCandidates > 0;

  useActions([
    {
      id: "data.search",
      title: text.search,
      key: "Ctrl+F",
      group: text.title,
      run: () => searchField.current?.focus(),
    },
    {
      id: "data.review",
      title: text.startReviewing,
      key: "Ctrl+Enter",
      group: text.title,
      isEnabled: canReview,
      run: review,
    },
    {
      id: "data.checkAgain",
      title: text.checkAgain,
      key: "R",
      group: text.title,
      isEnabled: project.folders.length > 0 && project.access === "write" && !isAdding,
      run: () => void addAgain(project.folders),
    },
    { id: "data.findings", title: text.showFindings, key: "I", group: text.title, run: toggleFindings },
    {
      id: "data.clear",
      title: text.clearFilter,
      key: "Escape",
      group: text.title,
      isEnabled: isFiltered,
      run: showEverything,
    },
  ]);

  return (
    <div className={styles.screen}>
      <h1 className="visually-hidden">{text.title}</h1>
      <AddingStrip nCases={project.nCases} />
      {hasCases && !canReview && !isAdding && <NoMasksStrip />}
      <FilterBar
        value={filter}
        counts={cases?.counts}
        sources={project.sources}
        code={code}
        searchField={searchField}
        hasFindings={hasPanel}
        nFindings={findings.data?.groups.length ?? 0}
        canPropose={hasCases}
        canReview={canReview}
        isReadOnly={project.access === "read"}
        onChange={setFilter}
        onClearCode={() => goTo({ screen: "data" })}
        onToggleFindings={toggleFindings}
        onPropose={() => goTo({ screen: "propose" })}
        onAdd={() => void chooseFolder()}
        onReview={review}
      />
      <div className={styles.columns}>
        <div className={styles.table} data-region>
          {hasCases && cases?.ids.length !== 0 ? (
            <CaseTable ids={cases?.ids ?? []} sort={sort} onSort={setSort} />
          ) : (
            <EmptyData
              nAll={project.nCases}
              hasCases={hasCases}
              hasFolders={project.folders.length > 0}
              nWaiting={nWaitingForVolume(findings.data?.groups ?? [])}
              isAdding={isAdding}
              onClear={showEverything}
            />
          )}
        </div>
        {hasPanel && (
          <FindingsPanel code={code} findings={findings.data} folders={project.folders} isAdding={isAdding} />
        )}
      </div>
    </div>
  );
}
