import { ArrowLeft } from "lucide-react";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../ui/button.tsx";
import { OverlayControls } from "../review/filter-bar.tsx";
import barStyles from "../review/filter-bar.module.css";
import styles from "./propose-screen.module.css";

/** Above the recipes: back, what this is, and how masks are drawn. */
export function ProposeBar({
  hasPictures = true,
  onBack,
}: {
  hasPictures?: boolean;
  onBack(): void;
}): React.JSX.Element {
  const text = useText("propose");
  const common = useText("common");
  return (
    <div className={barStyles.bar} role="toolbar" aria-label={text.title} data-region data-chrome>
      <Button kind="quiet" size="s" icon={ArrowLeft} keys="Escape" onClick={onBack}>
        {common.data}
      </Button>
      <span className={barStyles.separator} aria-hidden="true" />
      <h1 className={styles.title}>{text.title}</h1>
      <span className={styles.facts}>{text.lead}</span>
      {hasPictures && <OverlayControls />}
    </div>
  );
}
