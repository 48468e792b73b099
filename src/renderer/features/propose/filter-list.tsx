import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { MOST_FILTERS, type Step } from "#contract/recipes.ts";
import { useText } from "../../i18n/index.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { MenuButton } from "../../ui/menu-button.tsx";
import { ParameterFields } from "./parameter-field.tsx";
import styles from "./recipe-form.module.css";
import { type Blocks, moved, parametersOf } from "./recipe-list.ts";

/** What is done to the image before the method sees it, one after the other. */
export function FilterList({
  filters,
  blocks,
  isReadOnly,
  onChange,
}: {
  filters: readonly Step[];
  blocks: Blocks;
  isReadOnly: boolean;
  /** @param control the slider that was moved; null for a step of its own */
  onChange(filters: Step[], control: string | null): void;
}): React.JSX.Element {
  const text = useText("propose");
  const words = useText("blocks");
  const move = (from: number, to: number): void => onChange(moved(filters, from, to), null);
  return (
    <>
      {filters.length === 0 && <p className={styles.hint}>{text.noFilters}</p>}
      <ol className={styles.filters} aria-label={text.filters}>
        {filters.map((filter, index) => {
          const name = words.filterName(filter.name);
          return (
            <li key={`${index} ${filter.name}`} className={styles.filter}>
              <div className={styles.filterHead}>
                <span className={styles.filterName}>{name}</span>
                {filters.length > 1 && (
                  <>
                    <IconButton
                      icon={ArrowUp}
                      size={14}
                      label={text.moveUp(name)}
                      isDisabled={isReadOnly || index === 0}
                      onClick={() => move(index, index - 1)}
                    />
                    <IconButton
                      icon={ArrowDown}
                      size={14}
                      label={text.moveDown(name)}
                      isDisabled={isReadOnly || index === filters.length - 1}
                      onClick={() => move(index, index + 1)}
                    />
                  </>
                )}
                <IconButton
                  icon={X}
                  size={14}
                  label={text.removeFilter(name)}
                  isDisabled={isReadOnly}
                  onClick={() =>
                    onChange(
                      filters.filter((_, place) => place !== index),
                      null,
                    )
                  }
                />
              </div>
              <ParameterFields
                block={filter.name}
                parameters={parametersOf(blocks.filters, filter.name)}
                values={filter.values}
                isDisabled={isReadOnly}
                onChange={(parameter, value) =>
                  onChange(
                    filters.map((other, place) =>
                      place === index ? { ...other, values: { ...other.values, [parameter]: value } } : other,
                    ),
                    `filter ${index} ${parameter}`,
                  )
                }
              />
            </li>
          );
        })}
      </ol>
      {!isReadOnly && filters.length < MOST_FILTERS && (
        <MenuButton
          label={text.addFilter}
          icon={Plus}
          items={blocks.filters.map(({ name }) => ({
            id: name,
            label: words.filterName(name),
            run: () => onChange([...filters, { name, values: {} }], null),
          }))}
        />
      )}
    </>
  );
}
