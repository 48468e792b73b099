import { LoaderCircle, OctagonX } from "lucide-react";
import { useEffect, useState } from "react";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../ui/button.tsx";
import styles from "./preview-pictures.module.css";
import type { ShownPreview } from "./use-preview.ts";

/** What is over sooner is not said to be under way: the words would flicker while a slider moves. */
const LONG_MS = 300;

/** What was found in an image, in words; what is under way, and what went wrong. */
export function PreviewWords({ preview: { shown, busy, error, cancel, retry } }: { preview: ShownPreview }) {
  const text = useText("propose");
  const blocks = useText("blocks");
  const common = useText("common");
  const isLong = useIsLong(busy !== null);
  const found = shown?.found;
  const words = found ? text.found(found.polarity, blocks.told(found.told), found.share) : "";
  if (error && shown) {
    return (
      <div className={styles.words} role="alert">
        <OctagonX className={styles.error} size={14} strokeWidth={1.75} aria-hidden="true" />
        <span className={styles.found}>
          {error.message} {error.remedy}
        </span>
        <Button size="s" kind="quiet" className={styles.small} onClick={retry}>
          {common.tryAgain}
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.words}>
      <span className={styles.found} title={words}>
        {error ? text.noMask : words}
        {shown?.isCoarse && <strong> {busy === "refining" ? text.refining : text.coarse}</strong>}
      </span>
      {busy !== null && isLong && (
        <LoaderCircle className={styles.loader} size={14} strokeWidth={1.75} aria-label={text.underWay} />
      )}
      {busy === "refining" && (
        <Button size="s" kind="quiet" className={styles.small} onClick={cancel}>
          {common.cancel}
        </Button>
      )}
    </div>
  );
}

function useIsLong(isBusy: boolean): boolean {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    setLong(false);
    if (!isBusy) return;
    const timer = window.setTimeout(() => setLong(true), LONG_MS);
    return () => window.clearTimeout(timer);
  }, [isBusy]);
  return isLong;
}
