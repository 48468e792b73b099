import { FileDialog } from "./file-dialog.tsx";
import { fileDialog } from "../client/browser-shell.ts";
import { closeDialog, dialogStore } from "./dialogs.ts";
import { KeyHelp } from "./key-help.tsx";
import { NewProjectDialog } from "./new-project-dialog.tsx";
import { OpeningProblem } from "./opening-problem.tsx";
import { Palette } from "./palette.tsx";
import { questionStore } from "./projects.ts";
import { SettingsDialog } from "./settings-dialog.tsx";

/** What lies over the screens: palette, keys, settings, files, and what has to be decided before a project opens. */
export function AppDialogs(): React.JSX.Element {
  const open = dialogStore((state) => state.open);
  const question = questionStore((state) => state.question);
  const request = fileDialog((state) => state.request);
  return (
    <>
      {open === "palette" && <Palette onClose={closeDialog} />}
      {open === "help" && <KeyHelp onClose={closeDialog} />}
      {open === "settings" && <SettingsDialog onClose={closeDialog} />}
      {question?.kind === "new-project" && <NewProjectDialog key={question.folder} folder={question.folder} />}
      {question && question.kind !== "new-project" && (
        <OpeningProblem path={question.path} error={question.error} isInUse={question.kind === "in-use"} />
      )}
      {request && <FileDialog request={request} />}
    </>
  );
}
