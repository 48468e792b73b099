import { useText } from "../../i18n/index.ts";
import type { Recipe } from "#contract/recipes.ts";
import { usePreferences } from "../../app/preferences.ts";
import { useMemo } from "react";
import { viewSettings } from "../review/view-settings.ts";
import { PreviewPicture } from "./preview-picture.tsx";
import styles from "./preview-pictures.module.css";
import type { ShownPreview } from "./use-preview.ts";
import type { ShownCases } from "./use-shown-cases.ts";

/** A recipe on three images of the project: one large, two beside it. Each has its place among the elements, so that none is made anew when another is large. */
export function PreviewPictures({
  recipe,
  cases,
  previews,
  classIndex,
}: {
  recipe: Recipe;
  cases: ShownCases;
  /** One for each place. */
  previews: readonly ShownPreview[];
  classIndex: number;
}): React.JSX.Element {
  const text = useText("propose");
  const [{ overlay }] = usePreferences();
  const { isHidden, isZoomedToMask } = viewSettings();
  const settings = useMemo(() => ({ ...overlay, isHidden }), [overlay, isHidden]);
  return (
    <section
      className={styles.pictures}
      data-count={cases.shown.length}
      data-region
      aria-label={text.pictures(recipe.name)}
    >
      {cases.shown.map((id, place) => (
        <PreviewPicture
          key={place}
          row={cases.row(id)}
          position={(cases.all?.indexOf(id) ?? 0) + 1}
          count={cases.all?.length ?? 0}
          preview={previews[place]!}
          classIndex={classIndex}
          overlay={settings}
          isZoomedToMask={isZoomedToMask}
          isLarge={place === cases.large}
          onStep={(direction) => cases.step(place, direction)}
          onEnlarge={() => cases.enlarge(place)}
        />
      ))}
    </section>
  );
}
