import { type LucideIcon, OctagonX } from "lucide-react";
import type { ReactNode } from "react";
import type { AppError } from "#contract/errors.ts";
import { useActions } from "../../app/actions.ts";
import { useRoute } from "../../app/routes.ts";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { WorkbenchBar } from "./workbench-bar.tsx";
import styles from "./workbench.module.css";

/**
 * A page that one comes to from the Data page to put files right: a list on the left, pictures in the middle, what can be
 * done on the right. Escape leads back.
 */
export function Workbench({
  name,
  text,
  tools,
  nothing,
  failure,
  children,
}: {
  /** Of its actions: "mend". */
  name: string;
  text: {
    readonly title: string;
    readonly lead: string;
    readonly cannotLoad: string;
    readonly emptyTitle: string;
    readonly emptyText: string;
    readonly actions: { readonly back: string };
  };
  /** At the end of the bar. */
  tools?: ReactNode;
  /** There is nothing to be put right, and this stands for it. */
  nothing: LucideIcon;
  /** It cannot be said what there is. */
  failure: { readonly error: AppError; readonly tryAgain: () => void } | null;
  /** Null where there is nothing, undefined while that is not known. */
  children: ReactNode;
}): React.JSX.Element {
  const common = useText("common");
  const [, goTo] = useRoute();
  const back = (): void => goTo({ screen: "data" });
  useActions([{ id: `${name}.back`, title: text.actions.back, key: "Escape", group: text.title, run: back }]);
  return (
    <div className={styles.screen}>
      <WorkbenchBar text={text} onBack={back}>
        {tools}
      </WorkbenchBar>
      {children ?? (
        <div className={styles.empty}>
          {failure && (
            <EmptyState
              icon={OctagonX}
              tone="error"
              title={text.cannotLoad}
              text={`${failure.error.message} ${failure.error.remedy}`}
            >
              <Button kind="primary" onClick={failure.tryAgain}>
                {common.tryAgain}
              </Button>
            </EmptyState>
          )}
          {children === null && !failure && (
            <EmptyState icon={nothing} title={text.emptyTitle} text={text.emptyText}>
              <Button kind="primary" onClick={back}>
                {text.actions.back}
              </Button>
            </EmptyState>
          )}
        </div>
      )}
    </div>
  );
}
