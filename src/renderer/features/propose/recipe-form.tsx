import { RotateCcw } from "lucide-react";
import type { Recipe } from "#contract/recipes.ts";
import { CLEAN_UP } from "../../i18n/block-words.ts";
import { useText } from "../../i18n/index.ts";
import { Dropdown } from "../../ui/dropdown.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { SegmentedFilter } from "../../ui/segmented-filter.tsx";
import { Tag } from "../../ui/tag.tsx";
import { FilterList } from "./filter-list.tsx";
import { NameField } from "./name-field.tsx";
import { ParameterFields } from "./parameter-field.tsx";
import styles from "./recipe-form.module.css";
import { type Blocks, isChanged, parametersOf, replaced } from "./recipe-list.ts";
import { changeRecipes } from "./recipe-store.ts";

const POLARITIES = ["auto", "bright", "dark"] as const;

/** All that a recipe does, in the order in which it is done. Changes are seen at once in the pictures beside it. */
export function RecipeForm({
  recipe,
  standard,
  blocks,
  found,
  isReadOnly,
  onReset,
}: {
  recipe: Recipe;
  /** The one of its name that comes with Winnow; null for the project's own. */
  standard: Recipe | null;
  blocks: Blocks;
  /** Which side of the background the object was on in the pictures that are shown. */
  found: readonly ("bright" | "dark")[];
  isReadOnly: boolean;
  onReset(): void;
}): React.JSX.Element {
  const text = useText("propose");
  const words = useText("blocks");
  const change = (control: string | null, part: Partial<Recipe>): void =>
    changeRecipes(control && `${recipe.name} ${control}`, (recipes) =>
      replaced(recipes, recipe.name, { ...recipe, ...part }),
    );
  const { method } = recipe;
  const isOther = standard !== null && isChanged(recipe, standard, blocks);
  return (
    <aside className={styles.form} aria-label={text.recipe(recipe.name)} data-region data-chrome>
      <header className={styles.head}>
        <h2 className={styles.name}>{recipe.name}</h2>
        <Tag>{standard === null ? text.own : isOther ? text.changed : text.standard}</Tag>
        {standard && (
          <IconButton
            icon={RotateCcw}
            label={text.reset}
            keys="Shift+R"
            isDisabled={isReadOnly || !isOther}
            className={styles.end}
            onClick={onReset}
          />
        )}
      </header>
      {standard === null && <NameField key={recipe.name} name={recipe.name} isDisabled={isReadOnly} />}
      <Panel title={text.polarity}>
        <SegmentedFilter
          label={text.polarity}
          value={recipe.polarity}
          segments={POLARITIES.map((polarity) => ({ value: polarity, label: text.polarities[polarity] }))}
          isDisabled={isReadOnly}
          onChange={(polarity) => change(null, { polarity })}
        />
        {recipe.polarity === "auto" && <p className={styles.hint}>{text.polarityFound(found)}</p>}
      </Panel>
      <Panel title={text.filters}>
        <FilterList
          filters={recipe.filters}
          blocks={blocks}
          isReadOnly={isReadOnly}
          onChange={(filters, control) => change(control, { filters })}
        />
      </Panel>
      <Panel title={text.method}>
        <Dropdown
          label={text.method}
          isLabelHidden
          size="control"
          value={method.name}
          options={blocks.methods.map(({ name }) => ({ value: name, label: words.methodName(name) }))}
          isDisabled={isReadOnly}
          className={styles.choice}
          onChange={(name) => name !== method.name && change(null, { method: { name, values: {} } })}
        />
        {words.methodHint(method.name) && <p className={styles.hint}>{words.methodHint(method.name)}</p>}
        <ParameterFields
          block={method.name}
          parameters={parametersOf(blocks.methods, method.name)}
          values={method.values}
          isDisabled={isReadOnly}
          onChange={(name, value) =>
            change(`method ${name}`, { method: { ...method, values: { ...method.values, [name]: value } } })
          }
        />
      </Panel>
      <Panel title={text.cleanUp}>
        <ParameterFields
          block={CLEAN_UP}
          parameters={blocks.cleanUp}
          values={recipe.cleanUp}
          isDisabled={isReadOnly}
          onChange={(name, value) => change(`clean-up ${name}`, { cleanUp: { ...recipe.cleanUp, [name]: value } })}
        />
      </Panel>
    </aside>
  );
}
