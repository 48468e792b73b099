import { useActions } from "../../app/actions.ts";
import { useText } from "../../i18n/index.ts";
import type { ShownPreview } from "./use-preview.ts";
import type { RecipeCommands } from "./use-recipe-commands.ts";
import type { ShownCases } from "./use-shown-cases.ts";

/** Keys of the recipe page. */
export function useProposeActions(
  commands: RecipeCommands,
  cases: ShownCases,
  previews: readonly ShownPreview[],
  isSummaryShown: boolean,
  onBack: () => void,
): void {
  const text = useText("propose");
  const { actions: titles, title: group } = text;
  const { isReadOnly } = commands;
  const hasOther = (cases.all?.length ?? 0) > 1;
  const refining = previews.filter(({ busy }) => busy === "refining");
  useActions([
    // Before the way back: Escape ends what is under way first.
    ...(refining.length > 0
      ? [
          {
            id: "propose.cancelPreview",
            title: titles.cancelPreview,
            key: "Escape",
            group,
            run: () => {
              for (const preview of refining) preview.cancel();
            },
          },
        ]
      : []),
    { id: "propose.back", title: titles.back, key: "Escape", group, run: onBack },
    {
      id: "propose.previous",
      title: titles.previous,
      key: "ArrowUp",
      group,
      isHidden: true,
      run: () => commands.step(-1),
    },
    { id: "propose.next", title: titles.next, key: "ArrowDown", group, isHidden: true, run: () => commands.step(1) },
    {
      id: "propose.toggle",
      title: titles.toggle,
      key: "Space",
      group,
      isEnabled: !isReadOnly,
      run: () => commands.toggle(),
    },
    {
      id: "propose.copy",
      title: text.copy,
      key: "Shift+C",
      group,
      isEnabled: commands.canCopy,
      run: () => commands.copy(),
    },
    {
      id: "propose.remove",
      title: text.remove,
      key: "Delete",
      group,
      isEnabled: commands.canRemove,
      run: () => commands.remove(),
    },
    {
      id: "propose.reset",
      title: text.reset,
      key: "Shift+R",
      group,
      isEnabled: commands.canReset,
      run: () => commands.reset(),
    },
    {
      id: "propose.previousImage",
      title: text.previousImage,
      key: "ArrowLeft",
      group,
      isEnabled: hasOther && !isSummaryShown,
      run: () => cases.step(cases.large, -1),
    },
    {
      id: "propose.nextImage",
      title: text.nextImage,
      key: "ArrowRight",
      group,
      isEnabled: hasOther && !isSummaryShown,
      run: () => cases.step(cases.large, 1),
    },
    {
      id: "propose.enlarge",
      title: titles.enlarge,
      key: "F",
      group,
      isEnabled: cases.shown.length > 1 && !isSummaryShown,
      run: () => cases.enlarge((cases.large + 1) % cases.shown.length),
    },
  ]);
}
