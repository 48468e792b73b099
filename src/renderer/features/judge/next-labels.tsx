import type { Output } from "#contract/commands.ts";
import { useActions } from "../../app/actions.ts";
import { useRater } from "../../app/preferences.ts";
import { useQuery } from "../../client/core.tsx";
import { format, useText } from "../../i18n/index.ts";
import { Box } from "../../ui/box.tsx";
import { Button } from "../../ui/button.tsx";
import { MaskTiles } from "../../ui/mask-tiles.tsx";
import { labelThese } from "./judge-actions.ts";
import styles from "./judge-screen.module.css";

/** What the next labels should be: drawn open, and how many of which kind, but not which is which. */
export function NextLabels({
  next,
  aspect,
  nOpen,
  isProven,
}: {
  next: Output<"judge.next"> | undefined;
  /** Width ÷ height of a tile. */
  aspect: number;
  /** Masks that nobody has decided. */
  nOpen: number;
  /** What is drawn by lot watches the bound; else it is to prove it. */
  isProven: boolean;
}): React.JSX.Element {
  const text = useText("judge").nextLabels;
  const group = useText("judge").group;
  const rater = useRater();
  const ids = next?.ids ?? [];
  const rows = useQuery("review.rows", ids.length > 0 ? { rater, ids } : null, { keepPrevious: true });
  const count = next ? ids.length : 20;
  const go = (): void => labelThese(ids);
  useActions([{ id: "judge.label", title: text.button(count), key: "L", group, isEnabled: ids.length > 0, run: go }]);
  const inOrder = rows.data && ids.flatMap((id) => rows.data?.find((row) => row.id === id) ?? []);
  return (
    <Box
      title={text.title(count)}
      aside={
        next?.secondsExpected !== null && next?.secondsExpected !== undefined && count > 0
          ? format.timeLeft(next.secondsExpected)
          : undefined
      }
    >
      {next && count === 0 ? (
        <p className={styles.aside}>{text.none(nOpen)}</p>
      ) : (
        <>
          <MaskTiles
            label={next ? text.kinds(next.nInformative, next.nRandom, isProven) : text.title(count)}
            rows={inOrder}
            count={count}
            columns={5}
            aspect={aspect}
          />
          <p className={styles.kinds}>{next && text.kinds(next.nInformative, next.nRandom, isProven)}</p>
          <Button className={styles.last} keys="L" isDisabled={ids.length === 0} onClick={go}>
            {text.button(count)}
          </Button>
        </>
      )}
    </Box>
  );
}
