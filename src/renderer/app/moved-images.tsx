import type { ProjectSummary } from "#contract/commands/project.ts";
import { useCore } from "../client/core.tsx";
import { coreStore } from "../client/core-store.ts";
import { useShell } from "../client/shell.ts";
import { useText } from "../i18n/index.ts";
import { NoticeStrip } from "../ui/notice-strip.tsx";
import { tell } from "./projects.ts";

/** Folders of images that are not where they were: the labels are safe, and Winnow is shown where they are now. */
export function MovedImages({ project }: { project: ProjectSummary }): React.JSX.Element {
  const text = useText("common");
  const core = useCore();
  const shell = useShell();
  const find = async (folderId: number): Promise<void> => {
    const path = await shell.chooseFolder();
    if (path === null) return;
    const summary = await core.call("project.locateFolder", { folderId, path });
    coreStore.setState(({ revision }) => ({ project: summary, revision: revision + 1 }));
  };
  return (
    <>
      {project.folders
        .filter(({ isFound }) => !isFound)
        .map((folder) => (
          <NoticeStrip
            key={folder.id}
            kind="warning"
            title={`${text.movedTitle}.`}
            text={text.movedText(project.nCases, folder.path)}
            actions={[{ label: text.findFolder, run: () => void find(folder.id).catch(tell) }]}
          />
        ))}
    </>
  );
}
