import { RotateCw } from "lucide-react";
import { useEffect, useState } from "react";
import { useConnection } from "../client/core.tsx";
import { useText } from "../i18n/index.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { announce } from "./announce.ts";
import styles from "./connection-overlay.module.css";

/** Lies over the window while the core is away: keys and clicks are ignored, not queued. */
export function ConnectionOverlay(): React.JSX.Element | null {
  const connection = useConnection();
  const text = useText("common");
  const isAway = connection !== "connected";
  const [wasAway, setWasAway] = useState(false);
  useEffect(() => {
    if (isAway) setWasAway(true);
    else if (wasAway) {
      setWasAway(false);
      announce(text.isBack);
    }
  }, [isAway, wasAway, text]);
  if (!isAway) return null;
  return (
    <div className={styles.overlay} role="alertdialog" aria-modal="true" aria-label={text.lostTitle}>
      <EmptyState
        icon={RotateCw}
        tone="warning"
        title={connection === "lost" ? text.cannotStart : text.lostTitle}
        text={connection === "lost" ? text.lostForGood : text.lostText}
      >
        {connection === "reconnecting" && <span role="status">{text.aFewSeconds}</span>}
      </EmptyState>
    </div>
  );
}
