import { Check, OctagonX } from "lucide-react";
import type { VolumeFile } from "#contract/commands/volumes.ts";
import { baseName } from "#domain/pairing/file-kind.ts";
import { useText } from "../../i18n/index.ts";
import styles from "../workbench/workbench.module.css";
import { type VolumeGroup, volumeName } from "./volume-groups.ts";
import own from "./volumes.module.css";

/** The files that hold several volumes, those that are alike together, each with what is used of it. */
export function FileList({
  groups,
  chosenId,
  nShown,
  onChoose,
}: {
  groups: readonly VolumeGroup[];
  chosenId: number;
  /** Files of a group that are listed. */
  nShown: number;
  onChoose(fileId: number): void;
}): React.JSX.Element {
  const text = useText("volumes");
  return (
    <aside className={styles.groups} aria-label={text.files} data-region data-chrome>
      {groups.map(({ key, series, files }) => {
        const title = text.group(files.length, series.n);
        return (
          <div key={key}>
            <h2 className={styles.listTitle}>{title}</h2>
            <ul className={styles.list} aria-label={title}>
              {files.slice(0, nShown).map((file) => (
                <li
                  key={file.fileId}
                  className={styles.item}
                  data-chosen={file.fileId === chosenId || undefined}
                  title={file.path}
                >
                  <button
                    type="button"
                    className={styles.open}
                    aria-current={file.fileId === chosenId || undefined}
                    onClick={() => onChoose(file.fileId)}
                  >
                    <State file={file} />
                    <span className={styles.itemWords}>
                      <span className={`${styles.itemTitle} ${own.fileName}`}>{baseName(file.path)}</span>
                      <span className={styles.what}>{stateOf(text, file)}</span>
                    </span>
                  </button>
                </li>
              ))}
            </ul>
            {files.length > nShown && <p className={own.further}>{text.further(files.length - nShown)}</p>}
          </div>
        );
      })}
    </aside>
  );
}

function State({ file: { chosen } }: { file: VolumeFile }): React.JSX.Element {
  return chosen ? (
    <Check className={styles.done} size={16} strokeWidth={1.75} aria-hidden="true" />
  ) : (
    <OctagonX className={styles.error} size={16} strokeWidth={1.75} aria-hidden="true" />
  );
}

function stateOf(text: ReturnType<typeof useText<"volumes">>, { chosen, outdated, series }: VolumeFile): string {
  if (chosen) return volumeName(text, series, chosen.volume);
  return outdated ? text.outdated(outdated.volume + 1, outdated.of) : text.unchosen;
}
