import { OctagonX, TriangleAlert } from "lucide-react";
import { useMemo, useState } from "react";
import type { CaseRow } from "#contract/commands/intake.ts";
import { useRoute } from "../../app/routes.ts";
import { format, useText } from "../../i18n/index.ts";
import { Thumbnail } from "../../ui/thumbnail.tsx";
import { textScale } from "../../ui/text-scale.ts";
import { type Column, VirtualTable } from "../../ui/virtual-table.tsx";
import styles from "./case-table.module.css";
import { findingText } from "./finding-text.ts";
import { useCaseRows } from "./use-case-rows.ts";
import type { CaseSort } from "./use-cases.ts";

const ROW_HEIGHT = 38;
const THUMBNAIL_PX = 34;

export function CaseTable({
  ids,
  sort,
  onSort,
}: {
  ids: readonly number[];
  sort: CaseSort;
  onSort(sort: CaseSort): void;
}): React.JSX.Element {
  const text = useText("data");
  const findings = useText("findings");
  const [, goTo] = useRoute();
  const [chosenId, setChosenId] = useState<number | null>(null);
  const { rowAt, onRange } = useCaseRows(ids);
  const thumbnail = Math.round(THUMBNAIL_PX * textScale());
  const columns = useMemo(
    (): Column<CaseRow, CaseSort["by"]>[] => [
      {
        id: "picture",
        title: text.picture,
        isTitleHidden: true,
        width: "3.375rem",
        cell: (row) => (
          <Thumbnail
            candidateId={row.tileCandidateId}
            caseId={row.id}
            version={row.pictureVersion}
            width={thumbnail}
            height={thumbnail}
          />
        ),
      },
      {
        id: "case",
        title: text.case,
        sort: "case",
        width: "minmax(7rem, 1.1fr)",
        cell: (row) => <strong className={styles.cut}>{row.case}</strong>,
      },
      {
        id: "patient",
        title: text.patient,
        sort: "subject",
        width: "minmax(5rem, 0.8fr)",
        cell: (row) => <span className={styles.quiet}>{row.subject}</span>,
      },
      {
        id: "file",
        title: text.file,
        sort: "file",
        width: "minmax(9rem, 1.6fr)",
        cell: (row) => (
          <span className={styles.quiet} title={row.imagePath}>
            {row.imagePath}
          </span>
        ),
      },
      {
        id: "size",
        title: text.size,
        sort: "size",
        align: "end",
        width: "7.5rem",
        cell: (row) => <span className={styles.quiet}>{format.size(row.geometry.size)}</span>,
      },
      {
        id: "masks",
        title: text.masks,
        sort: "masks",
        align: "end",
        width: "7.75rem",
        cell: (row) =>
          row.nMasks === 0 ? (
            <span className={row.finding?.severity === "error" ? styles.error : styles.quiet}>
              {row.finding?.severity === "error" ? text.noneUsable : text.none}
            </span>
          ) : (
            format.number(row.nMasks)
          ),
      },
      {
        id: "finding",
        title: text.finding,
        sort: "finding",
        width: "minmax(12rem, 2fr)",
        cell: ({ finding, nFindings }) =>
          finding ? (
            <>
              {finding.severity === "error" ? (
                <OctagonX className={styles.error} size={16} strokeWidth={1.75} aria-label={text.severityError} />
              ) : (
                <TriangleAlert
                  className={styles.warning}
                  size={16}
                  strokeWidth={1.75}
                  aria-label={text.severityWarning}
                />
              )}
              <span className={styles.cut} title={finding.message}>
                {findingText(findings, finding.code).title}
                {nFindings > 1 && <span className={styles.quiet}> {text.andMore(nFindings - 1)}</span>}
              </span>
            </>
          ) : (
            <span className={styles.quiet}>{text.none}</span>
          ),
      },
    ],
    [text, findings, thumbnail],
  );
  const chosen = chosenId === null ? -1 : ids.indexOf(chosenId);
  return (
    <VirtualTable
      label={text.table}
      count={ids.length}
      columns={columns}
      rowHeight={ROW_HEIGHT}
      rowAt={rowAt}
      keyAt={(index) => ids[index] ?? index}
      chosen={chosen < 0 ? null : chosen}
      sort={sort}
      onRange={onRange}
      onChoose={(index) => setChosenId(ids[index] ?? null)}
      onOpen={(index) => {
        const row = rowAt(index);
        if (row && row.tileCandidateId !== null) {
          goTo({ screen: "review", filter: { search: row.case }, focus: row.tileCandidateId });
        }
      }}
      onSort={(by) => onSort({ by, isDescending: by === sort.by ? !sort.isDescending : false })}
    />
  );
}
