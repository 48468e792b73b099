import { FolderX } from "lucide-react";
import type { RecentProject } from "#contract/commands/app.ts";
import { chooseProject, openProject, refreshApp, tell } from "../../app/projects.ts";
import { useCore } from "../../client/core.tsx";
import { format, useText } from "../../i18n/index.ts";
import { Button } from "../../ui/button.tsx";
import { Tooltip } from "../../ui/tooltip.tsx";
import { VerdictBar } from "../../ui/verdict-bar.tsx";
import styles from "./recents.module.css";

/** Projects that were open before, the last one first. One that is not there now says so, and stays until it is removed. */
export function Recents({ recents }: { recents: readonly RecentProject[] }): React.JSX.Element {
  const text = useText("start");
  return (
    <section aria-label={text.recent}>
      <h2 className={styles.heading}>{text.recent}</h2>
      {recents.length === 0 ? (
        <p className={styles.empty}>{text.noRecent}</p>
      ) : (
        <ul className={styles.list}>
          {recents.map((recent) => (
            <li key={recent.path} className={styles.row}>
              {recent.isFound ? <Found recent={recent} /> : <NotFound recent={recent} />}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Found({ recent }: { recent: RecentProject }): React.JSX.Element {
  const text = useText("start");
  return (
    <button type="button" className={styles.open} onClick={() => void openProject(recent.path)}>
      <span className={styles.words}>
        <span className={styles.name}>{recent.name}</span>
        <span className={styles.path}>{recent.path}</span>
      </span>
      <span className={styles.counts}>
        {recent.nCandidates === 0 ? (
          text.noMasks
        ) : (
          <>
            <VerdictBar
              label={text.meter(recent.nAccepted, recent.nRejected, recent.nToReview)}
              parts={[
                { kind: "accept", n: recent.nAccepted },
                { kind: "reject", n: recent.nRejected },
                { kind: "open", n: recent.nToReview },
              ]}
            />
            {text.toReview(recent.nToReview, recent.nCandidates)}
          </>
        )}
      </span>
      <Tooltip text={format.utc(recent.openedAt)}>
        <span className={styles.date}>{format.dateTime(recent.openedAt)}</span>
      </Tooltip>
    </button>
  );
}

function NotFound({ recent }: { recent: RecentProject }): React.JSX.Element {
  const text = useText("start");
  const core = useCore();
  const remove = (): void => {
    core.call("app.forgetRecent", { path: recent.path }).then(refreshApp).catch(tell);
  };
  // Found elsewhere, it is in the list by its new place.
  const find = async (): Promise<void> => {
    if (await chooseProject()) remove();
  };
  return (
    <div className={styles.missing}>
      <span className={styles.blank}>
        <FolderX size={16} strokeWidth={1.75} aria-hidden="true" />
      </span>
      <span className={styles.words}>
        <span className={styles.name}>{recent.name}</span>
        <span className={styles.warning}>{text.notFound(recent.path)}</span>
      </span>
      <Button size="s" onClick={() => void find()}>
        {text.findIt}
      </Button>
      <Button size="s" kind="quiet" aria-label={`${text.remove}: ${recent.name}`} onClick={remove}>
        {text.remove}
      </Button>
    </div>
  );
}
