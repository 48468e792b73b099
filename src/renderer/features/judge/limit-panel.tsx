import { CircleDashed } from "lucide-react";
import { useState } from "react";
import type { LimitPreview } from "#contract/commands/judge.ts";
import { useActions } from "../../app/actions.ts";
import { format, useText } from "../../i18n/index.ts";
import { Button } from "../../ui/button.tsx";
import { VerdictMark } from "../../ui/verdict-mark.tsx";
import { setLimit } from "./judge-actions.ts";
import styles from "./limit-panel.module.css";
import { LimitSlider } from "./limit-slider.tsx";
import { limitIndex, limitsFor } from "./next-step.ts";

/** The bound as a slider. Moving it is a preview from figures that are there; "Use this limit" fixes it. */
export function LimitPanel({
  alpha,
  previews,
  isDisabled,
  why,
  isPrimary,
}: {
  /** The bound in use. */
  alpha: number;
  previews: readonly LimitPreview[];
  isDisabled: boolean;
  /** Why it is disabled. */
  why: string | undefined;
  isPrimary: boolean;
}): React.JSX.Element {
  const text = useText("judge");
  const limits = limitsFor(alpha);
  const inUse = limitIndex(limits, alpha);
  const [moved, setMoved] = useState<{ from: number; to: number } | null>(null);
  // A limit that was fixed meanwhile ends the preview.
  const index = moved && moved.from === alpha ? Math.min(moved.to, limits.length - 1) : inUse;
  const chosen = limits[index] ?? alpha;
  const preview = previews.find((limit) => Math.abs(limit.alpha - chosen) < 1e-9);
  const isInUse = index === inUse;
  const move = (to: number): void => setMoved({ from: alpha, to: Math.max(0, Math.min(limits.length - 1, to)) });
  const use = (): void => void setLimit(chosen);
  const canUse = !isDisabled && !isInUse;
  useActions([
    { id: "judge.lowerLimit", title: text.limit.lower, key: "-", group: text.group, run: () => move(index - 1) },
    { id: "judge.higherLimit", title: text.limit.higher, key: "+", group: text.group, run: () => move(index + 1) },
    { id: "judge.useLimit", title: text.limit.use, key: "U", group: text.group, isEnabled: canUse, run: use },
  ]);
  return (
    <div className={styles.panel}>
      <div className={styles.head}>
        <h2 className={styles.title}>{text.limit.title}</h2>
        <output className={styles.value}>{format.percent(chosen, chosen < 0.01 ? 1 : 0)}</output>
      </div>
      <LimitSlider label={text.limit.slider} limits={limits} index={index} onMove={move} />
      <div className={styles.foot}>
        <div className={styles.counts} aria-live="polite">
          <span className={styles.count}>
            <VerdictMark kind="accept" by="judge" />
            {acceptedOf(preview, text.limit)}
          </span>
          {(preview?.nReject ?? 0) > 0 && (
            <span className={styles.count}>
              <VerdictMark kind="reject" by="judge" />
              {text.limit.reject(preview?.nReject ?? 0)}
            </span>
          )}
          <span className={styles.count}>
            <CircleDashed size={16} strokeWidth={1.75} aria-hidden="true" />
            {text.limit.toYou(preview?.nToYou ?? 0)}
          </span>
        </div>
        <Button
          kind={isPrimary && canUse ? "primary" : "plain"}
          keys="U"
          isDisabled={!canUse}
          hint={isInUse ? text.limit.inUse : why}
          onClick={use}
        >
          {text.limit.use}
        </Button>
      </div>
      <p className={styles.note}>{preview && noteOf(preview, isInUse, text.limit)}</p>
    </div>
  );
}

function acceptedOf(preview: LimitPreview | undefined, text: ReturnType<typeof useText<"judge">>["limit"]): string {
  const n = preview?.nAccept ?? 0;
  return preview?.isProven ? text.accept(n) : text.acceptFirst(n);
}

function noteOf(preview: LimitPreview, isInUse: boolean, text: ReturnType<typeof useText<"judge">>["limit"]): string {
  if (preview.isProven) return isInUse ? `${text.inUse} ${text.proven}` : text.proven;
  if (preview.isWithdrawn) return text.withdrawn;
  if (preview.nMoreNeeded === null || preview.nMoreNeeded === 0) return text.outOfReach;
  return isInUse ? `${text.inUse} ${text.needsChecks(preview.nMoreNeeded)}` : text.newChecks(preview.nMoreNeeded);
}
