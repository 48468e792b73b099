import { useState } from "react";
import { useActions } from "../../app/actions.ts";
import { useRoute } from "../../app/routes.ts";
import { useText } from "../../i18n/index.ts";
import { Box } from "../../ui/box.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import styles from "./cards.module.css";
import { LimitPanel } from "./limit-panel.tsx";
import type { JudgeData } from "./use-judge.ts";

/** What else can be done while the bound is not proven: promise less, sort only; and why there are checks at all. */
export function ProofCards({ data }: { data: JudgeData }): React.JSX.Element {
  const text = useText("judge");
  const [, goTo] = useRoute();
  const [isOpen, setOpen] = useState(false);
  const sort = (): void => goTo({ screen: "review", filter: { order: "score-low-first", show: "to-review" } });
  const explain = (): void => setOpen(true);
  useActions([
    { id: "judge.sortOnly", title: text.sortOnly.button, key: "O", group: text.group, run: sort },
    { id: "judge.why", title: text.why.button, key: "W", group: text.group, run: explain },
  ]);
  return (
    <div className={styles.cards}>
      <section className={styles.limit} aria-label={text.limit.orPromise}>
        <LimitPanel
          alpha={data.project.alpha}
          previews={data.limits}
          isDisabled={data.isReadOnly || data.isBusy}
          why={data.isReadOnly ? text.readOnly : data.isBusy ? text.busy : undefined}
          isPrimary={false}
        />
      </section>
      <Box title={text.sortOnly.title} className={styles.card}>
        <p className={styles.text}>{text.sortOnly.text}</p>
        <Button className={styles.button} size="s" keys="O" onClick={sort}>
          {text.sortOnly.button}
        </Button>
      </Box>
      <Box title={text.why.title} className={styles.card}>
        <p className={styles.text}>{text.why.text}</p>
        <Button className={styles.button} size="s" keys="W" onClick={explain}>
          {text.why.button}
        </Button>
      </Box>
      {isOpen && (
        <Dialog title={text.why.dialogTitle} onClose={() => setOpen(false)}>
          <div className={styles.explanation}>
            {text.why.dialog.map((paragraph) => (
              <p key={paragraph}>{paragraph}</p>
            ))}
          </div>
        </Dialog>
      )}
    </div>
  );
}

/** Before the first judge: the way from here to a release, and where one stands on it. */
export function WayCards({ data }: { data: JudgeData }): React.JSX.Element {
  const text = useText("judge").steps;
  const now = ["train-first", "training-first"].includes(data.step.kind)
    ? 1
    : data.step.kind.startsWith("appl")
      ? 2
      : 0;
  const steps = [
    [text.label, text.labelText(data.readiness.minLabels)],
    [text.train, text.trainText],
    [text.prove, text.proveText],
    [text.release, text.releaseText],
  ] as const;
  return (
    <ol className={styles.way} aria-label={text.title}>
      {steps.map(([title, words], index) => (
        <li key={title} className={styles.step} aria-current={index === now ? "step" : undefined}>
          <span className={styles.number} aria-hidden="true">
            {index < now ? "✓" : index + 1}
          </span>
          <div>
            <h2 className={styles.title}>
              {title}
              <span className="visually-hidden">
                {" "}
                ({index < now ? text.done : index === now ? text.now : text.later})
              </span>
            </h2>
            <p className={styles.text}>{words}</p>
          </div>
        </li>
      ))}
    </ol>
  );
}
