import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../ui/button.tsx";
import barStyles from "../review/filter-bar.module.css";
import styles from "./workbench.module.css";

/** At the head of a page that one comes to from the Data page: back, what this is, and its tools. */
export function WorkbenchBar({
  text,
  onBack,
  children,
}: {
  text: { readonly title: string; readonly lead: string };
  onBack(): void;
  /** At the end of the bar. */
  children?: ReactNode;
}): React.JSX.Element {
  const common = useText("common");
  return (
    <div className={barStyles.bar} role="toolbar" aria-label={text.title} data-region data-chrome>
      <Button kind="quiet" size="s" icon={ArrowLeft} keys="Escape" onClick={onBack}>
        {common.data}
      </Button>
      <span className={barStyles.separator} aria-hidden="true" />
      <h1 className={styles.title}>{text.title}</h1>
      <span className={styles.lead}>{text.lead}</span>
      {children}
    </div>
  );
}
