import { Copy, FileText } from "lucide-react";
import { useState } from "react";
import { announce } from "../../app/announce.ts";
import { useActions } from "../../app/actions.ts";
import { joinPath, nameOf, parentOf } from "../../app/paths.ts";
import { copyText } from "../../client/copy-text.ts";
import { useCore, useJob, useProject } from "../../client/core.tsx";
import { useShell } from "../../client/shell.ts";
import { useText } from "../../i18n/index.ts";
import { Box } from "../../ui/box.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { releaseStore, writeReport } from "./release-job.ts";
import styles from "./release-screen.module.css";

/** The record: a report as one file, and a paragraph for a paper. */
export function ReportPanel(): React.JSX.Element {
  const text = useText("release");
  const core = useCore();
  const shell = useShell();
  const project = useProject();
  const job = useJob("report");
  const report = releaseStore((state) => state.report);
  const inTheWay = releaseStore((state) => state.inTheWay);
  const [methods, setMethods] = useState<string | null>(null);
  const isRunning = job?.isRunning ?? false;
  const save = async (): Promise<void> => {
    if (!project) return;
    const to = await shell.chooseSave({
      defaultPath: joinPath(parentOf(project.path), `${project.name}-report.html`),
      kind: "report",
    });
    // The system's own dialog has asked whether a file that is there may be replaced; that of the browser shell has not.
    if (to) await writeReport(to, shell.kind === "electron");
  };
  const openReport = (): void => {
    if (report) void shell.openPath(report);
  };
  const copyMethods = async (): Promise<void> => {
    const answer = await core.call("release.methodsParagraph", {});
    await copyText(answer.text);
    setMethods(answer.text);
    announce(text.copied);
  };
  const canOpen = report !== null && shell.kind === "electron";
  useActions([
    {
      id: "release.report",
      title: canOpen ? text.openReport : text.saveReport,
      key: "R",
      group: text.group,
      isEnabled: !isRunning,
      run: () => (canOpen ? openReport() : void save()),
    },
    { id: "release.methods", title: text.copyMethods, key: "M", group: text.group, run: () => void copyMethods() },
  ]);
  return (
    <Box title={text.report} aside={text.reportAside}>
      <div className={styles.stack}>
        <p className={styles.quiet}>{text.reportText}</p>
        <div className={styles.row}>
          <Button
            icon={FileText}
            keys="R"
            isDisabled={isRunning}
            hint={isRunning ? text.savingReport : undefined}
            onClick={() => (canOpen ? openReport() : void save())}
          >
            {canOpen ? text.openReport : text.saveReport}
          </Button>
          <Button icon={Copy} keys="M" onClick={() => void copyMethods()}>
            {text.copyMethods}
          </Button>
        </div>
        {report !== null && <p className={styles.path}>{report}</p>}
        {inTheWay !== null && <Replace path={inTheWay} />}
        {methods !== null && (
          <div className={styles.methods}>
            <p className={styles.quiet} role="status">
              {text.copied}
            </p>
            <p>{methods}</p>
          </div>
        )}
      </div>
    </Box>
  );
}

/** Nothing is written over without a word. */
function Replace({ path }: { path: string }): React.JSX.Element {
  const text = useText("release");
  const keep = (): void => releaseStore.setState({ inTheWay: null });
  return (
    <Dialog
      title={text.replaceTitle}
      onClose={keep}
      buttons={
        <>
          <Button onClick={keep}>{text.keepIt}</Button>
          <Button kind="primary" onClick={() => void writeReport(path, true)}>
            {text.replaceIt}
          </Button>
        </>
      }
    >
      <p>{text.replaceText(nameOf(path))}</p>
    </Dialog>
  );
}
