import { Dices, EyeOff, GraduationCap, Hourglass, Sprout, Users } from "lucide-react";
import type { Opinion, TileRow } from "#contract/commands/review.ts";
import { format, useText } from "../../i18n/index.ts";
import { Button } from "../../ui/button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { VerdictMark } from "../../ui/verdict-mark.tsx";
import { ExplanationPart } from "./explanation-part.tsx";
import { judgeWould } from "./judge-would.ts";
import { isDecidedByMe } from "./marks.ts";
import styles from "./opinion-panel.module.css";

const whyIcons = {
  random: Dices,
  "spot-check": Dices,
  informative: GraduationCap,
  first: Sprout,
  disagreement: Users,
  later: Hourglass,
} as const;

/**
 * The judge's opinion and why the mask was asked about: hidden until the person has decided, since either would lead
 * them. "Later" is no decision.
 */
export function OpinionPanel({
  row,
  rater,
  opinion,
  hasJudge,
  isBoxed,
  onShow,
}: {
  row: TileRow;
  /** Who looks. */
  rater: string;
  opinion: Opinion | undefined;
  hasJudge: boolean;
  /** In the focus view the hidden opinion has a dashed box and its hint. */
  isBoxed: boolean;
  onShow(): void;
}) {
  const text = useText("review");
  if (!hasJudge) {
    return (
      <Panel title={text.opinionTitle}>
        <p className={styles.quiet}>{text.noJudge}</p>
      </Panel>
    );
  }
  if (!opinion) {
    return (
      <Panel title={text.opinionAndWhy}>
        <div className={isBoxed ? styles.box : styles.hidden}>
          <EyeOff size={16} strokeWidth={1.75} aria-hidden="true" />
          <span className={styles.grow}>{text.hidden}</span>
          <Button size="s" keys="H" onMouseDown={(event) => event.preventDefault()} onClick={onShow}>
            {text.showOpinion}
          </Button>
        </div>
        {isBoxed && <p className={styles.hint}>{text.hiddenHint}</p>}
      </Panel>
    );
  }
  return <Shown row={row} rater={rater} opinion={opinion} />;
}

function Shown({ row, rater, opinion }: { row: TileRow; rater: string; opinion: Opinion }) {
  const text = useText("review");
  const { pGood, threshold, why } = opinion;
  const WhyIcon = why ? whyIcons[why] : null;
  return (
    <>
      <Panel
        title={text.opinionTitle}
        aside={opinion.judgeVersion === null ? undefined : text.judgeVersion(opinion.judgeVersion)}
      >
        {pGood === null ? (
          <p className={styles.quiet}>{text.notScored}</p>
        ) : (
          <Said row={row} pGood={pGood} threshold={threshold} />
        )}
        {opinion.predictedDice !== null && (
          <div className={styles.row}>
            <span>{text.predictedDice}</span>
            <span>{format.dice(opinion.predictedDice)}</span>
          </div>
        )}
        {pGood !== null && <ExplanationPart key={row.id} rater={rater} candidateId={row.id} />}
      </Panel>
      {why && WhyIcon && (
        <Panel title={text.whyTitle}>
          <div className={styles.said}>
            <WhyIcon size={16} strokeWidth={1.75} aria-hidden="true" />
            <div>
              <p>{text.whys[why].title}</p>
              <p className={styles.detail}>{text.whys[why].text}</p>
            </div>
          </div>
        </Panel>
      )}
    </>
  );
}

function Said({ row, pGood, threshold }: { row: TileRow; pGood: number; threshold: number | null }) {
  const text = useText("review");
  const would = judgeWould(pGood, threshold);
  const mine = isDecidedByMe(row) ? row.mine.label : null;
  const words =
    would === null
      ? text.unsure
      : mine === null
        ? text.would(would)
        : would === mine
          ? text.agrees(mine)
          : text.disagrees(would);
  return (
    <>
      <div className={styles.said}>
        {would ? <VerdictMark kind={would} by="judge" /> : <span className={styles.open} aria-hidden="true" />}
        <div>
          <p className={styles.words}>{words}</p>
          <p className={styles.detail}>
            {text.chance(pGood)} {threshold === null ? "" : text.needs(threshold)}
          </p>
        </div>
      </div>
      <div className={styles.scale} role="img" aria-label={text.scaleLabel(pGood, threshold)}>
        <div className={styles.track}>
          {threshold !== null && (
            <span className={styles.accepts} style={{ left: `${100 * threshold}%` }} aria-hidden="true" />
          )}
          <span className={styles.pointer} style={{ left: `${100 * pGood}%` }} aria-hidden="true" />
        </div>
        <div className={styles.ends} aria-hidden="true">
          <span>{format.percent(0, 0)}</span>
          <span>{threshold === null ? format.percent(1, 0) : text.acceptsAbove(threshold)}</span>
        </div>
      </div>
    </>
  );
}
