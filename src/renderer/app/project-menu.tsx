import { ChevronDown, Copy, FolderOpen, FolderPlus, House } from "lucide-react";
import { useRef, useState } from "react";
import type { ProjectSummary } from "#contract/commands/project.ts";
import { coreStore } from "../client/core-store.ts";
import { useText } from "../i18n/index.ts";
import { Menu, type MenuItem } from "../ui/menu.tsx";
import { useKeyOf } from "./actions.ts";
import { chooseFolder, chooseProject, closeProject, openProject, saveCopy, tell } from "./projects.ts";
import styles from "./project-menu.module.css";

const MOST_RECENTS = 5;

/** The project's name; behind it, what can be done with it and the way to others. */
export function ProjectMenu({ project }: { project: ProjectSummary }): React.JSX.Element {
  const text = useText("common");
  const keyOf = useKeyOf();
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const recents = coreStore((state) => state.app?.recents ?? []);
  const others = recents.filter(({ path, isFound }) => isFound && path !== project.path).slice(0, MOST_RECENTS);
  const icon = { size: 16, strokeWidth: 1.75, "aria-hidden": true } as const;
  const items: MenuItem[] = [
    {
      id: "add",
      label: text.addFolder,
      icon: <FolderPlus {...icon} />,
      keys: keyOf("project.addFolder", "Ctrl+O"),
      isDisabled: project.access === "read",
      run: () => void chooseFolder(),
    },
    {
      id: "copy",
      label: text.saveCopy,
      detail: text.sideFiles,
      icon: <Copy {...icon} />,
      keys: keyOf("project.saveCopy", "Ctrl+Shift+S"),
      run: () => void saveCopy(),
    },
    {
      id: "open",
      label: text.openProject,
      icon: <FolderOpen {...icon} />,
      keys: keyOf("project.open", "Ctrl+Shift+O"),
      isFirstOfGroup: true,
      run: () => void chooseProject(),
    },
    ...others.map((recent) => ({
      id: recent.path,
      label: recent.name,
      detail: recent.path,
      icon: <span className={styles.blank} />,
      run: () => void openProject(recent.path),
    })),
    {
      id: "close",
      label: text.toStart,
      keys: keyOf("project.close", "Ctrl+Shift+X"),
      icon: <House {...icon} />,
      isFirstOfGroup: true,
      run: () => void closeProject().catch(tell),
    },
  ];
  return (
    <>
      <button
        ref={button}
        type="button"
        className={styles.button}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-label={text.projectMenu(project.name)}
        onClick={() => setOpen(!isOpen)}
      >
        <span className={styles.name}>{project.name}</span>
        <ChevronDown size={14} strokeWidth={1.75} aria-hidden="true" />
      </button>
      {isOpen && (
        <Menu label={text.projectMenu(project.name)} anchor={button} items={items} onClose={() => setOpen(false)} />
      )}
    </>
  );
}
