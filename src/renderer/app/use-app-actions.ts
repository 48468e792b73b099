import { useEffect } from "react";
import { useProject } from "../client/core.tsx";
import { useShell } from "../client/shell.ts";
import { useText } from "../i18n/index.ts";
import { type Action, actionRegistry, useActions } from "./actions.ts";
import { openDialog } from "./dialogs.ts";
import { useHistory } from "./history.ts";
import { changePreferences, usePreferences } from "./preferences.ts";
import { chooseFolder, chooseProject, closeProject, open, saveCopy, tell } from "./projects.ts";
import { focusNextRegion } from "./regions.ts";
import { goTo } from "./routes.ts";

/** What can be done on every screen. */
export function useAppActions(): void {
  const text = useText("common");
  const project = useProject();
  const history = useHistory();
  const [{ isDimmed }] = usePreferences();
  const isOpen = project !== null;
  const mendText = useText("mend");
  const volumesText = useText("volumes");
  const go = (screen: "data" | "review" | "judge" | "release", title: string, key: string): Action => ({
    id: `go.${screen}`,
    title,
    key,
    group: text.groupGo,
    isEnabled: isOpen,
    run: () => goTo({ screen }),
  });
  const isLight = (): boolean => document.documentElement.dataset["theme"] === "light";
  useActions([
    go("data", text.goData, "Ctrl+1"),
    go("review", text.goReview, "Ctrl+2"),
    go("judge", text.goJudge, "Ctrl+3"),
    go("release", text.goRelease, "Ctrl+4"),
    {
      id: "go.propose",
      title: text.goPropose,
      key: "Ctrl+5",
      group: text.groupGo,
      isEnabled: isOpen,
      run: () => goTo({ screen: "propose" }),
    },
    {
      id: "go.mend",
      title: mendText.actions.open,
      group: text.groupGo,
      isEnabled: isOpen,
      run: () => goTo({ screen: "mend" }),
    },
    {
      id: "go.volumes",
      title: volumesText.actions.open,
      group: text.groupGo,
      isEnabled: isOpen,
      run: () => goTo({ screen: "volumes" }),
    },
    {
      id: "edit.undo",
      title: text.undo,
      key: "Ctrl+Z",
      group: text.groupEdit,
      isEnabled: history.canUndo,
      run: history.undo,
    },
    {
      id: "edit.redo",
      title: text.redo,
      key: "Ctrl+Shift+Z",
      otherKeys: ["Ctrl+Y"],
      group: text.groupEdit,
      isEnabled: history.canRedo,
      run: history.redo,
    },
    {
      id: "project.addFolder",
      title: text.addFolder,
      key: "Ctrl+O",
      group: text.groupProject,
      isEnabled: project?.access !== "read",
      run: () => void chooseFolder(),
    },
    {
      id: "project.open",
      title: text.openProject,
      key: "Ctrl+Shift+O",
      group: text.groupProject,
      run: () => void chooseProject(),
    },
    {
      id: "project.saveCopy",
      title: text.saveCopy,
      key: "Ctrl+Shift+S",
      group: text.groupProject,
      isEnabled: isOpen,
      run: () => void saveCopy(),
    },
    {
      id: "project.close",
      title: text.toStart,
      key: "Ctrl+Shift+X",
      group: text.groupProject,
      isEnabled: isOpen,
      run: () => void closeProject().catch(tell),
    },
    {
      id: "window.palette",
      title: text.commands,
      key: "Ctrl+K",
      group: text.groupWindow,
      isHidden: true,
      run: () => openDialog("palette"),
    },
    { id: "window.help", title: text.help, key: "?", group: text.groupWindow, run: () => openDialog("help") },
    {
      id: "window.settings",
      title: text.settings,
      key: "Ctrl+,",
      group: text.groupWindow,
      run: () => openDialog("settings"),
    },
    {
      id: "window.theme",
      title: text.toggleTheme,
      key: "Ctrl+Shift+L",
      group: text.groupWindow,
      run: () => changePreferences({ theme: isLight() ? "dark" : "light" }),
    },
    {
      id: "window.dim",
      title: text.toggleDim,
      key: "Ctrl+Shift+K",
      group: text.groupWindow,
      run: () => changePreferences({ isDimmed: !isDimmed }),
    },
    {
      id: "window.nextRegion",
      title: text.nextRegion,
      key: "F6",
      group: text.groupWindow,
      isHidden: true,
      run: () => focusNextRegion(1),
    },
    {
      id: "window.previousRegion",
      title: text.previousRegion,
      key: "Shift+F6",
      group: text.groupWindow,
      isHidden: true,
      run: () => focusNextRegion(-1),
    },
  ]);

  // The menus of Electron name actions by their ids, and what the system asked to open.
  const shell = useShell();
  useEffect(
    () =>
      shell.onMenu((id) => {
        if (id.startsWith("open:")) return void open(id.slice("open:".length));
        const all = actionRegistry.getState().layers.flatMap(({ actions }) => actions);
        all.findLast((action) => action.id === id && action.isEnabled !== false)?.run();
      }),
    [shell],
  );
}
