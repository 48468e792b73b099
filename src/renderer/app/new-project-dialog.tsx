import { useState } from "react";
import type { AppError } from "#contract/errors.ts";
import { coreStore } from "../client/core-store.ts";
import { asAppError } from "../client/jobs.ts";
import { useShell } from "../client/shell.ts";
import { useText } from "../i18n/index.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { isProjectPath, joinPath, nameOf } from "./paths.ts";
import { closeQuestion, createProject } from "./projects.ts";
import styles from "./app-dialogs.module.css";

/** Says where the project file of a folder will lie, and lets the person put it elsewhere. */
export function NewProjectDialog({ folder }: { folder: string }): React.JSX.Element {
  const text = useText("common");
  const shell = useShell();
  const app = coreStore((state) => state.app);
  const [path, setPath] = useState(() => joinPath(app?.homeFolder ?? folder, `${nameOf(folder)}.winnow`));
  const [error, setError] = useState<AppError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const isKnown = app?.recents.some((recent) => recent.path === path && recent.isFound) ?? false;
  const change = async (): Promise<void> => {
    const chosen = await shell.chooseSave({ defaultPath: path, kind: "project" });
    if (chosen === null) return;
    setError(null);
    setPath(isProjectPath(chosen) ? chosen : `${chosen}.winnow`);
  };
  const create = async (): Promise<void> => {
    setBusy(true);
    try {
      await createProject(path, folder, closeQuestion);
    } catch (thrown) {
      setError(asAppError(thrown));
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={text.newTitle}
      onClose={closeQuestion}
      buttons={
        <>
          <Button onClick={closeQuestion}>{text.cancel}</Button>
          <Button kind="primary" isDisabled={isBusy} data-autofocus onClick={() => void create()}>
            {text.create}
          </Button>
        </>
      }
    >
      <div className={styles.content}>
        <p>{text.newText}</p>
        <dl className={styles.facts}>
          <dt>{text.newFolder}</dt>
          <dd className={styles.path}>{folder}</dd>
          <dt>{text.newFile}</dt>
          <dd className={styles.file}>
            <span className={styles.path}>{path}</span>
            <Button size="s" onClick={() => void change()}>
              {text.change}
            </Button>
          </dd>
        </dl>
        {isKnown && <p className={styles.quiet}>{text.fileExists}</p>}
        {error && (
          <p className={styles.error} role="alert">
            {error.message} {error.remedy}
          </p>
        )}
      </div>
    </Dialog>
  );
}
