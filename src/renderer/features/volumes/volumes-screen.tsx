import { ArrowLeft, Layers, OctagonX } from "lucide-react";
import { useState } from "react";
import type { VolumeFile } from "#contract/commands/volumes.ts";
import { useActions } from "../../app/actions.ts";
import { useRoute } from "../../app/routes.ts";
import { useQuery } from "../../client/core.tsx";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import styles from "../mend/mend-screen.module.css";
import barStyles from "../review/filter-bar.module.css";
import { KeyLegend } from "../review/key-legend.tsx";
import { FileList } from "./file-list.tsx";
import { volumeGroups } from "./volume-groups.ts";
import { VolumePanel } from "./volume-panel.tsx";
import { VolumePicture } from "./volume-picture.tsx";

/** Files of a group that are listed. */
const NAMED = 200;

/** Image files that hold several volumes: how each volume looks, and which of them is the image. */
export function VolumesScreen(): React.JSX.Element {
  const text = useText("volumes");
  const common = useText("common");
  const [, goTo] = useRoute();
  const { data, error, reload } = useQuery("volumes.list", {}, { keepPrevious: true });
  const back = (): void => goTo({ screen: "data" });
  useActions([{ id: "volumes.back", title: text.actions.back, key: "Escape", group: text.title, run: back }]);
  return (
    <div className={styles.screen}>
      <div className={barStyles.bar} role="toolbar" aria-label={text.title} data-region data-chrome>
        <Button kind="quiet" size="s" icon={ArrowLeft} keys="Escape" onClick={back}>
          {common.data}
        </Button>
        <span className={barStyles.separator} aria-hidden="true" />
        <h1 className={styles.title}>{text.title}</h1>
        <span className={styles.lead}>{text.lead}</span>
      </div>
      {data && data.files.length > 0 ? (
        <Files files={data.files} />
      ) : (
        <div className={styles.empty}>
          {error && !data ? (
            <EmptyState icon={OctagonX} tone="error" title={text.cannotLoad} text={`${error.message} ${error.remedy}`}>
              <Button kind="primary" onClick={reload}>
                {common.tryAgain}
              </Button>
            </EmptyState>
          ) : (
            data && (
              <EmptyState icon={Layers} title={text.emptyTitle} text={text.emptyText}>
                <Button kind="primary" onClick={back}>
                  {text.actions.back}
                </Button>
              </EmptyState>
            )
          )}
        </div>
      )}
    </div>
  );
}

function Files({ files }: { files: readonly VolumeFile[] }): React.JSX.Element {
  const text = useText("volumes");
  const groups = volumeGroups(files);
  const listed = groups.flatMap((group) => group.files.slice(0, NAMED).map((file) => ({ group, file })));
  const [wanted, setWanted] = useState(() => (files.find(({ chosen }) => chosen === null) ?? files[0]!).fileId);
  // What is looked at in one file is looked at in the next one alike.
  const [looked, setLooked] = useState<Readonly<Record<string, number>>>({});
  const at = Math.max(
    0,
    listed.findIndex((one) => one.file.fileId === wanted),
  );
  const { group, file } = listed[at]!;
  const { n } = file.series;
  const volume = looked[group.key] ?? file.chosen?.volume ?? 0;
  const look = (next: number): void =>
    setLooked((before) => ({ ...before, [group.key]: Math.max(0, Math.min(n - 1, next)) }));
  const step = (direction: 1 | -1): void =>
    setWanted(listed[(at + direction + listed.length) % listed.length]!.file.fileId);
  const shared = { group: text.title, isHidden: true };
  useActions([
    { ...shared, id: "volumes.previous", title: text.previousFile, key: "ArrowUp", run: () => step(-1) },
    { ...shared, id: "volumes.next", title: text.nextFile, key: "ArrowDown", run: () => step(1) },
    { ...shared, id: "volumes.before", title: text.previousVolume, key: "ArrowLeft", run: () => look(volume - 1) },
    { ...shared, id: "volumes.after", title: text.nextVolume, key: "ArrowRight", run: () => look(volume + 1) },
  ]);
  return (
    <>
      <div className={styles.columns}>
        <FileList groups={groups} chosenId={file.fileId} nShown={NAMED} onChoose={setWanted} />
        <VolumePicture file={file} volume={volume} position={at + 1} count={listed.length} onStep={step} />
        <VolumePanel group={group} file={file} volume={volume} onChange={look} />
      </div>
      <KeyLegend
        left={[
          [{ keys: ["ArrowUp", "ArrowDown"], label: text.keysFile }],
          [{ keys: ["ArrowLeft", "ArrowRight"], label: text.keysVolume }],
        ]}
        right={[
          { keys: ["Ctrl+Enter"], label: text.keysAll },
          { keys: ["?"], label: text.keysMore },
        ]}
      />
    </>
  );
}
