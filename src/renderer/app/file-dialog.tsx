import { ArrowUp, FileText, Folder } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { Output } from "#contract/commands.ts";
import type { FileRequest } from "../client/browser-shell.ts";
import { useQuery } from "../client/core.tsx";
import { coreStore } from "../client/core-store.ts";
import { useText } from "../i18n/index.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import { TextField } from "../ui/text-field.tsx";
import styles from "./file-dialog.module.css";
import { joinPath, nameOf, parentOf } from "./paths.ts";

/** Where the last choice of this window was made. */
let lastFolder: string | null = null;

/** The folders of this computer, for a browser, which shows none itself: below the root that the server was given. */
export function FileDialog({ request }: { request: FileRequest }): React.JSX.Element {
  const text = useText("common");
  const home = coreStore((state) => state.app?.homeFolder ?? "/");
  const [folder, setFolder] = useState(() =>
    request.defaultPath ? parentOf(request.defaultPath) : (lastFolder ?? home),
  );
  const [name, setName] = useState(() => nameOf(request.defaultPath));
  const listing = useQuery("app.browse", { folder }, { keepPrevious: true });
  const shown = listing.data;
  const here = shown?.folder ?? folder;
  const parent = shown?.parent ?? null;
  const isSave = request.choose.startsWith("save");
  const answer = (path: string): void => {
    lastFolder = here;
    request.answer(path);
  };
  return (
    <Dialog
      title={text.filesTitle[request.choose]}
      onClose={() => request.answer(null)}
      buttons={
        <>
          <Button onClick={() => request.answer(null)}>{text.cancel}</Button>
          {isSave && (
            <Button
              kind="primary"
              isDisabled={name.trim() === "" || /[\\/]/.test(name)}
              onClick={() => answer(joinPath(here, name.trim()))}
            >
              {text.saveHere}
            </Button>
          )}
          {request.choose === "folder" && (
            <Button kind="primary" isDisabled={listing.error !== null} onClick={() => answer(here)}>
              {text.chooseThis}
            </Button>
          )}
        </>
      }
    >
      <div className={styles.where}>
        <IconButton
          icon={ArrowUp}
          label={text.parentFolder}
          isDisabled={parent === null}
          onClick={() => setFolder(parent ?? folder)}
        />
        <span className={styles.path}>{here}</span>
      </div>
      {listing.error && (
        <p className={styles.note} role="alert">
          {listing.error.message} {listing.error.remedy}
        </p>
      )}
      <Entries listing={shown} hasProjects={request.choose === "project"} onFolder={setFolder} onProject={answer} />
      {request.choose === "folder" && shown && <p className={styles.note}>{text.nImagesHere(shown.nImages)}</p>}
      {isSave && <TextField label={text.fileName} value={name} className={styles.name} onChange={setName} />}
    </Dialog>
  );
}

function Entries({
  listing,
  hasProjects,
  onFolder,
  onProject,
}: {
  listing: Output<"app.browse"> | undefined;
  hasProjects: boolean;
  onFolder(path: string): void;
  onProject(path: string): void;
}): React.JSX.Element {
  const text = useText("common");
  const list = useRef<HTMLUListElement>(null);
  const folder = listing?.folder;
  // A new folder begins at its first entry; the focus does not fall out of the dialog when its button goes.
  useEffect(() => {
    if (folder !== undefined) list.current?.querySelector("button")?.focus();
  }, [folder]);
  // Tile caches lie beside their projects and hold nothing to choose.
  const folders = (listing?.folders ?? []).filter((path) => !path.endsWith(".winnow-cache"));
  const projects = hasProjects ? (listing?.projects ?? []) : [];
  return (
    <ul ref={list} className={styles.list} aria-label={folder}>
      {folders.map((path) => (
        <li key={path}>
          <button type="button" className={styles.entry} onClick={() => onFolder(path)}>
            <Folder size={16} strokeWidth={1.75} aria-hidden="true" />
            {nameOf(path)}
          </button>
        </li>
      ))}
      {projects.map((path) => (
        <li key={path}>
          <button type="button" className={styles.entry} onClick={() => onProject(path)}>
            <FileText size={16} strokeWidth={1.75} aria-hidden="true" />
            {nameOf(path)}
          </button>
        </li>
      ))}
      {listing && folders.length + projects.length === 0 && <li className={styles.note}>{text.nothingHere}</li>}
    </ul>
  );
}
