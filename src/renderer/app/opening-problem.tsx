import type { AppError } from "#contract/errors.ts";
import { useText } from "../i18n/index.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import styles from "./app-dialogs.module.css";
import { closeQuestion, openProject } from "./projects.ts";

/** A project that cannot be opened to work in: who has it, or what is wrong; and the way that is left. */
export function OpeningProblem({
  path,
  error,
  isInUse,
}: {
  path: string;
  error: AppError;
  isInUse: boolean;
}): React.JSX.Element {
  const text = useText("common");
  const again = (access: "read" | "write"): void => {
    closeQuestion();
    void openProject(path, access);
  };
  return (
    <Dialog
      title={isInUse ? text.inUseTitle : text.cannotOpen}
      onClose={closeQuestion}
      buttons={
        <>
          <Button onClick={() => again("write")}>{text.checkAgain}</Button>
          <Button kind="primary" data-autofocus onClick={isInUse ? () => again("read") : closeQuestion}>
            {isInUse ? text.openToLook : text.close}
          </Button>
        </>
      }
    >
      <div className={styles.content}>
        {!isInUse && <p className={styles.path}>{path}</p>}
        <p>{isInUse ? text.inUseText(error.message) : error.message}</p>
        {!isInUse && <p className={styles.quiet}>{error.remedy}</p>}
      </div>
    </Dialog>
  );
}
