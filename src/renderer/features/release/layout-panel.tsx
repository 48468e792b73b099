import type { Output } from "#contract/commands.ts";
import { format as written, useText } from "../../i18n/index.ts";
import { Box } from "../../ui/box.tsx";
import { CheckBox } from "../../ui/check-box.tsx";
import { ChoiceCard } from "../../ui/choice-card.tsx";
import { TextField } from "../../ui/text-field.tsx";
import styles from "./release-screen.module.css";
import { isImageKind, releaseStore } from "./release-job.ts";

const LAYOUTS = ["nnunet", "flat", "msd", "bids"] as const;
const FORMATS = ["nifti", "png"] as const;

/** How the data set is laid out on disk. What cannot be chosen says why. */
export function LayoutPanel({
  preview,
  isDisabled,
}: {
  preview: Output<"release.preview"> | undefined;
  isDisabled: boolean;
}): React.JSX.Element {
  const text = useText("release");
  const { layout, format, imageKind, nameRaters, errorMaps } = releaseStore();
  const areMapsPossible = preview?.errorMaps.isPossible ?? false;
  const whyNot = (name: (typeof LAYOUTS)[number]): string | null => {
    const known = preview?.layouts.find((other) => other.layout === name);
    return !known || known.isPossible ? null : (known.why ?? text.comesLater);
  };
  const formatOf = (name: (typeof FORMATS)[number] | "dicom-seg"): { isPossible: boolean; why: string | null } =>
    preview?.formats.find((other) => other.format === name) ?? { isPossible: name !== "dicom-seg", why: null };
  const isDicom = layout === "flat" && format === "dicom-seg";
  const possible = isDicom ? [] : FORMATS.filter((name) => formatOf(name).isPossible);
  // What the core takes where nothing is chosen: PNG where it can hold the images.
  const used = possible.find((name) => name === format) ?? (possible.includes("png") ? "png" : possible[0]);
  const asksForKind =
    layout === "bids" &&
    (imageKind !== "" || preview?.checks.some(({ name, state }) => name === "image-kind" && state === "warning"));
  return (
    <Box title={text.layout}>
      <div role="radiogroup" aria-label={text.layout} className={styles.cards}>
        {LAYOUTS.map((name) => {
          const why = whyNot(name);
          return (
            <ChoiceCard
              key={name}
              name="release-layout"
              title={text.layouts[name].name}
              text={why ?? text.layouts[name].text}
              isChosen={layout === name && !isDicom}
              isDisabled={why !== null || isDisabled}
              onChoose={() =>
                releaseStore.setState({ layout: name, ...(isDicom && { format: undefined }), done: null })
              }
            />
          );
        })}
        <ChoiceCard
          name="release-layout"
          title={text.layouts["dicom-seg"].name}
          text={formatOf("dicom-seg").why ?? text.layouts["dicom-seg"].text}
          isChosen={isDicom}
          isDisabled={!formatOf("dicom-seg").isPossible || isDisabled}
          onChoose={() => releaseStore.setState({ layout: "flat", format: "dicom-seg", done: null })}
        />
      </div>
      {possible.length > 1 && (
        <fieldset className={styles.formats}>
          <legend className={styles.formatTitle}>{text.format}</legend>
          {possible.map((name) => (
            <label key={name} className={styles.format}>
              <input
                type="radio"
                name="release-format"
                checked={used === name}
                disabled={isDisabled}
                onChange={() => releaseStore.setState({ format: name, done: null })}
              />
              {text.formats[name]}
            </label>
          ))}
        </fieldset>
      )}
      {asksForKind && (
        <TextField
          className={styles.option}
          label={text.imageKind}
          hint={text.imageKindHint}
          error={isImageKind(imageKind) ? undefined : text.imageKindWrong}
          value={imageKind}
          maxLength={20}
          isDisabled={isDisabled}
          onChange={(kind) => releaseStore.setState({ imageKind: kind.trim(), done: null })}
        />
      )}
      <div className={styles.option}>
        <CheckBox
          label={text.errorMaps}
          hint={
            areMapsPossible
              ? text.errorMapsHint(written.timeLeft(preview?.errorMaps.secondsExpected ?? 0))
              : text.errorMapsNoJudge
          }
          isChecked={errorMaps && areMapsPossible}
          isDisabled={isDisabled || !areMapsPossible}
          onChange={(isChecked) => releaseStore.setState({ errorMaps: isChecked, done: null })}
        />
      </div>
      <div className={styles.option}>
        <CheckBox
          label={text.nameRaters}
          isChecked={nameRaters}
          isDisabled={isDisabled}
          onChange={(isChecked) => releaseStore.setState({ nameRaters: isChecked, done: null })}
        />
      </div>
    </Box>
  );
}
