import { Users } from "lucide-react";
import { type ReactNode, type Ref, useEffect } from "react";
import type { ProjectSummary } from "#contract/commands/project.ts";
import type { TileRow } from "#contract/commands/review.ts";
import type { LabelValue } from "#contract/records.ts";
import { format, useText } from "../../i18n/index.ts";
import { Panel } from "../../ui/panel.tsx";
import { VerdictMark } from "../../ui/verdict-mark.tsx";
import styles from "./inspector.module.css";
import { LabelButtons } from "./label-buttons.tsx";
import { isDecidedByMe, NO_REMARKS, withReason } from "./marks.ts";
import { NoteField } from "./note-field.tsx";
import { OpinionPanel } from "./opinion-panel.tsx";
import { ReasonChips } from "./reason-chips.tsx";
import type { ReviewStore } from "./review-store.ts";

/** The judge's opinion comes by itself once the person has decided, if they rest on the mask for so long. */
const REST_MS = 250;

export interface InspectorProps {
  readonly store: ReviewStore;
  readonly project: ProjectSummary;
  /** The mask that it speaks of; with a selection the last one, and what is changed is changed for all. */
  readonly row: TileRow | undefined;
  readonly ids: readonly number[];
  readonly isReasonKeyed: boolean;
  readonly noteRef: Ref<HTMLInputElement>;
  readonly isBoxed: boolean;
  onLabel(label: LabelValue): void;
  /** Back to the masks, after a note. */
  onDone(): void;
}

/** What a person says of a mask: label, reasons, note; and after that what others and the judge say. */
export function DecisionPanels(props: InspectorProps & { children?: ReactNode }) {
  const { store, project, row, ids, isReasonKeyed, noteRef, isBoxed, onLabel, onDone, children } = props;
  const text = useText("review");
  const isWritable = project.access === "write";
  const decided = row && isDecidedByMe(row) ? row.mine.label : null;
  const hasJudge = project.judgeVersion !== null;
  const id = row?.id;
  const isVerdictShown = row?.decidedBy === "judge";
  const opinion = id === undefined ? undefined : store.opinion(id);
  const isAsked = opinion !== undefined;
  useEffect(() => {
    if (id === undefined || isAsked || !hasJudge || (decided === null && !isVerdictShown)) return;
    const timer = window.setTimeout(() => void store.showOpinion(id), REST_MS);
    return () => window.clearTimeout(timer);
  }, [store, id, decided, isVerdictShown, hasJudge, isAsked]);
  if (!row) return null;
  const remarks = store.remarks(row.id) ?? NO_REMARKS;
  return (
    <>
      <Panel
        title={decided ? text.yourDecision : text.question}
        aside={
          row.mine
            ? store.tile(row.id).isSaving
              ? text.saving
              : text.savedAt(format.clock(row.mine.decidedAt))
            : undefined
        }
      >
        <LabelButtons
          chosen={row.mine?.label ?? null}
          isDisabled={!isWritable}
          disabledHint={text.readOnlyHint}
          onLabel={onLabel}
        />
        {project.goodMeans && <p className={styles.quiet}>{text.goodMeans(project.goodMeans)}</p>}
      </Panel>
      <Panel title={text.reasons} aside={isReasonKeyed ? text.reasonsKeyed : text.reasonsHint}>
        <ReasonChips
          remarks={remarks}
          isKeyed={isReasonKeyed}
          isDisabled={!isWritable}
          onChange={(reason, state) => void store.setRemarks((before) => withReason(before, reason, state), ids)}
        />
        <NoteField
          key={row.id}
          ref={noteRef}
          note={remarks.note}
          isDisabled={!isWritable}
          onChange={(note) => void store.setRemarks((before) => ({ ...before, note }), ids)}
          onDone={onDone}
        />
      </Panel>
      {decided && row.others.length > 0 && (
        <Panel title={text.others} aside={<Users size={14} strokeWidth={1.75} aria-hidden="true" />}>
          <ul className={styles.others}>
            {row.others.map((other) => (
              <li key={other.rater}>
                <VerdictMark kind={other.label} size={14} />
                <span>{other.rater}</span>
                <span className={styles.said}>{text.otherSays(other.label)}</span>
                {other.note && <span className={styles.note}>{other.note}</span>}
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <OpinionPanel
        row={row}
        rater={store.rater}
        opinion={opinion}
        hasJudge={hasJudge}
        isBoxed={isBoxed}
        onShow={() => void store.showOpinion(row.id)}
      />
      {children}
    </>
  );
}
