import { CircleCheckBig } from "lucide-react";
import { useEffect, useState } from "react";
import type { AilingGroup, MendedGroup } from "#contract/commands/doctor.ts";
import { useActions } from "../../app/actions.ts";
import { useQuery } from "../../client/core.tsx";
import { useText } from "../../i18n/index.ts";
import { OverlayControls } from "../review/filter-bar.tsx";
import { KeyLegend } from "../review/key-legend.tsx";
import { useOverlayActions } from "../review/use-review-actions.ts";
import { GroupList } from "./group-list.tsx";
import { asRemedy, classesOf, obstacleOf, useChoices } from "./mend-choice.ts";
import { AilingPanel, MendedPanel } from "./mend-panel.tsx";
import { MendPictures } from "./mend-pictures.tsx";
import { Workbench } from "../workbench/workbench.tsx";
import styles from "../workbench/workbench.module.css";
import { useMendPreview } from "./use-mend-preview.ts";

/** Masks of a group that one can step through. */
const NAMED = 200;

/** Masks that do not fit their images, or whose values are no labels: what differs, how it would look, and the remedies. */
export function MendScreen({ code }: { code?: string | undefined }): React.JSX.Element {
  const text = useText("mend");
  const { data, error, reload } = useQuery("doctor.diagnose", { nNamed: NAMED }, { keepPrevious: true });
  const hasAny = data !== undefined && data.groups.length + data.mended.length > 0;
  return (
    <Workbench
      name="mend"
      text={text}
      tools={hasAny && <OverlayControls />}
      nothing={CircleCheckBig}
      failure={error && !data ? { error, tryAgain: reload } : null}
    >
      {data && (hasAny ? <Groups groups={data.groups} mended={data.mended} code={code} /> : null)}
    </Workbench>
  );
}

function Groups({
  groups,
  mended,
  code,
}: {
  groups: readonly AilingGroup[];
  mended: readonly MendedGroup[];
  code: string | undefined;
}): React.JSX.Element {
  const text = useText("mend");
  const [wanted, setWanted] = useState<string | null>(null);
  const [place, setPlace] = useState(0);
  const [choiceOf, setChoice] = useChoices();
  const all = [...groups, ...mended];
  const chosen = all.find(({ id }) => id === wanted) ?? groups.find((group) => group.code === code) ?? all[0]!;
  const group = "recommended" in chosen ? chosen : null;
  const choice = group && choiceOf(group);
  const index = Math.min(place, chosen.masks.length - 1);
  const mask = chosen.masks[index];
  const remedy = choice ? asRemedy(choice) : (chosen as MendedGroup).remedy;
  const obstacle = group && choice && obstacleOf(group, choice);
  const preview = useMendPreview(mask?.fileId ?? null, remedy, choice?.shown ?? null);
  useEffect(() => setPlace(0), [chosen.id]);
  const step = (direction: 1 | -1): void => setPlace((index + direction + chosen.masks.length) % chosen.masks.length);
  const stepGroup = (direction: 1 | -1): void => {
    const at = all.findIndex(({ id }) => id === chosen.id);
    setWanted(all[(at + direction + all.length) % all.length]!.id);
  };
  const { actions, title } = text;
  const hasOther = chosen.masks.length > 1;
  useOverlayActions();
  useActions([
    {
      id: "mend.previous",
      title: actions.previous,
      key: "ArrowUp",
      group: title,
      isHidden: true,
      run: () => stepGroup(-1),
    },
    { id: "mend.next", title: actions.next, key: "ArrowDown", group: title, isHidden: true, run: () => stepGroup(1) },
    {
      id: "mend.previousMask",
      title: text.previousMask,
      key: "ArrowLeft",
      group: title,
      isEnabled: hasOther,
      run: () => step(-1),
    },
    {
      id: "mend.nextMask",
      title: text.nextMask,
      key: "ArrowRight",
      group: title,
      isEnabled: hasOther,
      run: () => step(1),
    },
  ]);
  return (
    <>
      <div className={styles.columns}>
        <GroupList diagnosed={{ groups: [...groups], mended: [...mended] }} chosenId={chosen.id} onChoose={setWanted} />
        <MendPictures
          mask={mask}
          position={index + 1}
          count={chosen.masks.length}
          classes={classesOf(remedy)}
          {...preview}
          obstacle={obstacle === "choose" ? text.chooseFirst : null}
          onStep={step}
        />
        {group && choice ? (
          <AilingPanel
            key={group.id}
            group={group}
            mask={mask}
            choice={choice}
            onChange={(next) => setChoice(group.id, next)}
          />
        ) : (
          <MendedPanel key={chosen.id} group={chosen as MendedGroup} mask={mask} />
        )}
      </div>
      <KeyLegend
        left={[
          [{ keys: ["ArrowUp", "ArrowDown"], label: text.keysGroup }],
          [
            { keys: ["ArrowLeft", "ArrowRight"], label: text.keysMask },
            { keys: ["S"], label: text.keysOverlay },
          ],
        ]}
        right={[
          ...(group ? [{ keys: ["Ctrl+Enter"], label: text.keysMend }] : []),
          { keys: ["?"], label: text.keysAll },
        ]}
      />
    </>
  );
}
