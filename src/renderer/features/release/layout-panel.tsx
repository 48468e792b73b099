import type { Output } from "#contract/commands.ts";
import { useText } from "../../i18n/index.ts";
import { Box } from "../../ui/box.tsx";
import { ChoiceCard } from "../../ui/choice-card.tsx";
import styles from "./release-screen.module.css";
import { releaseStore } from "./release-job.ts";

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
  const { layout, format } = releaseStore();
  const whyNot = (name: (typeof LAYOUTS)[number]): string | null => {
    const known = preview?.layouts.find((other) => other.layout === name);
    if (!known) return name === "nnunet" || name === "flat" ? null : text.comesLater;
    return known.isPossible ? null : (known.why ?? text.comesLater);
  };
  const formatOf = (name: (typeof FORMATS)[number] | "dicom-seg"): { isPossible: boolean; why: string | null } =>
    preview?.formats.find((other) => other.format === name) ?? { isPossible: name !== "dicom-seg", why: null };
  const possible = FORMATS.filter((name) => formatOf(name).isPossible);
  // What the core takes where nothing is chosen: PNG where it can hold the images.
  const used = format ?? (possible.includes("png") ? "png" : possible[0]);
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
              isChosen={layout === name}
              isDisabled={why !== null || isDisabled}
              onChoose={() => releaseStore.setState({ layout: name, done: null })}
            />
          );
        })}
        <ChoiceCard
          name="release-layout"
          title={text.layouts["dicom-seg"].name}
          text={formatOf("dicom-seg").why ?? text.comesLater}
          isChosen={false}
          isDisabled
          onChoose={() => {}}
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
    </Box>
  );
}
