import { FilterX, FolderSearch, FolderInput, Layers } from "lucide-react";
import { useKeyOf } from "../../app/actions.ts";
import { chooseFolder } from "../../app/projects.ts";
import { goTo } from "../../app/routes.ts";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";

/** No row to show: because of the filter, because the folder holds no images, because nobody has chosen their volumes, or because none was added yet. */
export function EmptyData({
  nAll,
  hasCases,
  hasFolders,
  nWaiting,
  isAdding,
  onClear,
}: {
  nAll: number;
  hasCases: boolean;
  hasFolders: boolean;
  /** Files that wait for somebody to choose one of their volumes. */
  nWaiting: number;
  isAdding: boolean;
  onClear(): void;
}): React.JSX.Element {
  const text = useText("data");
  const volumesText = useText("volumes");
  const keyOf = useKeyOf();
  if (hasCases) {
    return (
      <EmptyState icon={FilterX} title={text.filterEmptyTitle} text={text.filterEmptyText(nAll)}>
        <Button kind="primary" keys={keyOf("data.clear", "Escape")} onClick={onClear}>
          {text.clearFilter}
        </Button>
      </EmptyState>
    );
  }
  if (isAdding) return <EmptyState icon={FolderInput} title={text.addingTitle} text={text.addingText} />;
  if (nWaiting > 0)
    return (
      <EmptyState icon={Layers} title={text.volumesTitle(nWaiting)} text={text.volumesText}>
        <Button kind="primary" icon={Layers} onClick={() => goTo({ screen: "volumes" })}>
          {volumesText.choose}
        </Button>
      </EmptyState>
    );
  return (
    <EmptyState
      icon={hasFolders ? FolderSearch : FolderInput}
      title={hasFolders ? text.noImagesTitle : text.emptyTitle}
      text={hasFolders ? text.noImagesText : text.emptyText}
    >
      <Button kind="primary" keys={keyOf("project.addFolder", "Ctrl+O")} onClick={() => void chooseFolder()}>
        {text.chooseFolder}
      </Button>
    </EmptyState>
  );
}
