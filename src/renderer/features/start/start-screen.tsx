import { FolderInput } from "lucide-react";
import { useState } from "react";
import sample1 from "../../assets/sample-1.png";
import sample2 from "../../assets/sample-2.png";
import sample3 from "../../assets/sample-3.png";
import { usePreferences } from "../../app/preferences.ts";
import { useKeyOf } from "../../app/actions.ts";
import { chooseFolder, chooseProject, openSample } from "../../app/projects.ts";
import { coreStore } from "../../client/core-store.ts";
import { useShell } from "../../client/shell.ts";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { Thumbnail } from "../../ui/thumbnail.tsx";
import { Recents } from "./recents.tsx";
import styles from "./start-screen.module.css";

const SAMPLE_TILES = [sample1, sample2, sample3];

/** The way in: a folder, a project, the sample, or what was open before. */
export function StartScreen(): React.JSX.Element {
  const text = useText("start");
  const shell = useShell();
  const keyOf = useKeyOf();
  const app = coreStore((state) => state.app);
  return (
    <div className={styles.screen} data-chrome>
      <div className={styles.content} data-region>
        <header className={styles.header}>
          <h1 className={styles.statement}>{text.statement}</h1>
          <p className={styles.lead}>{text.lead}</p>
        </header>
        <div className={styles.ways} data-sample={app?.sample ? true : undefined}>
          <section className={styles.drop}>
            <FolderInput size={32} strokeWidth={1.75} aria-hidden="true" />
            <h2 className={styles.title}>{shell.kind === "electron" ? text.dropTitle : text.chooseTitle}</h2>
            <p>{text.dropText}</p>
            <div className={styles.buttons}>
              <Button
                kind="primary"
                size="l"
                keys={keyOf("project.addFolder", "Ctrl+O")}
                data-region-focus
                onClick={() => void chooseFolder()}
              >
                {text.chooseFolder}
              </Button>
              <Button size="l" onClick={() => void chooseProject()}>
                {text.openProject}
              </Button>
            </div>
            <p className={styles.formats}>{text.formats}</p>
          </section>
          {app?.sample && <SampleCard />}
        </div>
        <Recents recents={app?.recents ?? []} />
        <RaterField />
      </div>
    </div>
  );
}

function SampleCard(): React.JSX.Element {
  const text = useText("start");
  return (
    <section className={styles.sample}>
      <div className={styles.tiles}>
        {SAMPLE_TILES.map((address) => (
          <Thumbnail key={address} address={address} width={99} height={99} />
        ))}
      </div>
      <div className={styles.sampleWords}>
        <h2 className={styles.sampleTitle}>{text.sampleTitle}</h2>
        <p className={styles.sampleText}>{text.sampleText}</p>
        <Button size="m" className={styles.sampleButton} onClick={() => void openSample()}>
          {text.openSample}
        </Button>
      </div>
    </section>
  );
}

/** The rater's name: asked for at the latest where the first label is given. */
function RaterField(): React.JSX.Element {
  const text = useText("start");
  const [{ rater }, change] = usePreferences();
  const [name, setName] = useState<string | null>(null);
  return (
    <TextField
      label={text.reviewedBy}
      value={name ?? rater}
      maxLength={80}
      className={styles.rater}
      onChange={setName}
      onDone={(typed) => {
        if (typed.trim() !== rater) change({ rater: typed.trim() });
        setName(null);
      }}
    />
  );
}
