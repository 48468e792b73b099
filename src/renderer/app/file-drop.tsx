import { FolderInput } from "lucide-react";
import { useEffect, useState } from "react";
import { useProject } from "../client/core.tsx";
import { coreStore } from "../client/core-store.ts";
import { useShell } from "../client/shell.ts";
import { useText } from "../i18n/index.ts";
import { notify } from "./announce.ts";
import styles from "./file-drop.module.css";
import { chooseFolder, take, tell } from "./projects.ts";

/** Folders and projects may be dropped anywhere in the window. Nothing that is dropped is ever navigated to. */
export function FileDrop(): React.JSX.Element | null {
  const shell = useShell();
  const text = useText("common");
  const startText = useText("start");
  const project = useProject();
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    let depth = 0;
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
    const enter = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth += 1;
      setOver(true);
    };
    const over = (event: DragEvent): void => {
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = hasFiles(event) ? "link" : "none";
    };
    const leave = (): void => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      depth = 0;
      setOver(false);
      if (!hasFiles(event) || !event.dataTransfer || coreStore.getState().connection !== "connected") return;
      void shell.pathsOfDrop(event.dataTransfer.files).then(async (paths) => {
        const [path] = paths;
        if (path !== undefined) return await take(path);
        notify({
          kind: "info",
          text: text.dropNotPossible,
          actions: [{ label: startText.chooseFolder, run: () => void chooseFolder() }],
        });
      }, tell);
    };
    window.addEventListener("dragenter", enter);
    window.addEventListener("dragover", over);
    window.addEventListener("dragleave", leave);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragenter", enter);
      window.removeEventListener("dragover", over);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("drop", drop);
    };
  }, [shell, text, startText]);
  if (!isOver) return null;
  return (
    <div className={styles.drop} aria-hidden="true">
      <p className={styles.words}>
        <FolderInput size={26} strokeWidth={1.75} />
        {project ? text.dropHere : startText.dropTitle}
      </p>
    </div>
  );
}
