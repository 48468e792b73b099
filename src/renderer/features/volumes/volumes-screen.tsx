import { Layers } from "lucide-react";
import { useState } from "react";
import type { VolumeFile } from "#contract/commands/volumes.ts";
import { useActions } from "../../app/actions.ts";
import { useQuery } from "../../client/core.tsx";
import { useText } from "../../i18n/index.ts";
import { KeyLegend } from "../review/key-legend.tsx";
import { Workbench } from "../workbench/workbench.tsx";
import styles from "../workbench/workbench.module.css";
import { FileList } from "./file-list.tsx";
import { volumeGroups } from "./volume-groups.ts";
import { VolumePanel } from "./volume-panel.tsx";
import { VolumePicture } from "./volume-picture.tsx";

/** Files of a group that are listed. */
const NAMED = 200;

/** Image files that hold several volumes: how each volume looks, and which of them is the image. */
export function VolumesScreen(): React.JSX.Element {
  const text = useText("volumes");
  const { data, error, reload } = useQuery("volumes.list", {}, { keepPrevious: true });
  return (
    <Workbench
      name="volumes"
      text={text}
      nothing={Layers}
      failure={error && !data ? { error, tryAgain: reload } : null}
    >
      {data && (data.files.length > 0 ? <Files files={data.files} /> : null)}
    </Workbench>
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
