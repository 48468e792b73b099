import { Layers, OctagonX, TriangleAlert, Wrench } from "lucide-react";
import type { Output } from "#contract/commands.ts";
import type { FindingGroup } from "#contract/commands/intake.ts";
import { announce } from "../../app/announce.ts";
import { addAgain, tell } from "../../app/projects.ts";
import { useRoute } from "../../app/routes.ts";
import { useCore, useJob, useProject, useQuery } from "../../client/core.tsx";
import { useText } from "../../i18n/index.ts";
import { copyText } from "../../client/copy-text.ts";
import { Button } from "../../ui/button.tsx";
import { languageStore } from "../../i18n/language.ts";
import { findingText } from "./finding-text.ts";
import styles from "./findings-panel.module.css";
import { isAboutVolumes } from "./volume-codes.ts";

/** What was noticed of the files, by code: what is wrong, and the buttons that do something about it. */
export function FindingsPanel({
  code,
  findings,
  folders,
  isAdding,
}: {
  code: string | undefined;
  findings: Output<"intake.findings"> | undefined;
  folders: readonly { path: string; isFound: boolean }[];
  isAdding: boolean;
}): React.JSX.Element {
  const text = useText("data");
  const project = useProject();
  const hasCases = project !== null && project.nCases > 0;
  const groups = findings?.groups ?? [];
  const mendable = useMendableCodes(groups);
  return (
    <aside className={styles.panel} aria-label={text.findings} data-chrome data-region>
      <header className={styles.header}>
        <h2 className={styles.title}>{text.findings}</h2>
        {hasCases && <p>{text.added(project.nCases, project.nCandidates)}</p>}
        {findings && isAdding && <p>{text.soFar(findings.nLeftOut, findings.nKept)}</p>}
        {findings && hasCases && !isAdding && (
          <p>{groups.length > 0 ? text.leftOut(findings.nLeftOut, findings.nKept) : text.noFindings}</p>
        )}
        {findings && findings.nIgnored > 0 && !isAdding && <p>{text.ignored(findings.nIgnored)}</p>}
      </header>
      <div className={styles.groups} tabIndex={groups.length > 0 ? undefined : -1}>
        {groups.map((group) => (
          <Group
            key={group.code}
            group={group}
            isShown={group.code === code}
            canMend={mendable.has(group.code)}
            folders={folders}
          />
        ))}
      </div>
    </aside>
  );
}

/** What was noticed that something can be done about here; nothing is asked where no mask is concerned. */
function useMendableCodes(groups: readonly FindingGroup[]): ReadonlySet<string> {
  const isAsked = groups.some(({ code }) => code.startsWith("mask-"));
  const { data } = useQuery("doctor.diagnose", isAsked ? { nNamed: 1 } : null, { keepPrevious: true });
  return new Set(data?.groups.map(({ code }) => code));
}

function Group({
  group,
  isShown,
  canMend,
  folders,
}: {
  group: FindingGroup;
  isShown: boolean;
  canMend: boolean;
  folders: readonly { path: string; isFound: boolean }[];
}): React.JSX.Element {
  const text = useText("data");
  const mendText = useText("mend");
  const volumesText = useText("volumes");
  const { title, text: ownText } = findingText(useText("findings"), group.code);
  const isEnglish = languageStore((state) => state.language === "en");
  const core = useCore();
  const [, goTo] = useRoute();
  const isAdding = useJob("add")?.isRunning ?? false;
  const isReadOnly = useProject()?.access === "read";
  const isError = group.severity === "error";
  const Icon = isError ? OctagonX : TriangleAlert;
  const copy = async (): Promise<void> => {
    const { findings } = await core.call("intake.findingFiles", { code: group.code });
    await copyText(findings.map(({ file }) => file).join("\n"));
    announce(text.copied(findings.length));
  };
  return (
    <section className={styles.group} data-shown={isShown || undefined}>
      <Icon
        className={isError ? styles.error : styles.warning}
        size={16}
        strokeWidth={1.75}
        aria-label={isError ? text.severityError : text.severityWarning}
      />
      <div className={styles.words}>
        <div className={styles.heading}>
          <h3>{title}</h3>
          <span className={styles.count}>{group.n}</span>
        </div>
        <p className={styles.text}>{isEnglish ? `${group.message} ${group.remedy}` : (ownText ?? group.remedy)}</p>
        <p className={styles.files}>{text.filesShown(group.files.join(", "), group.n - group.files.length)}</p>
        <div className={styles.buttons}>
          {canMend && (
            <Button size="s" icon={Wrench} onClick={() => goTo({ screen: "mend", code: group.code })}>
              {mendText.mend}
            </Button>
          )}
          {isAboutVolumes(group.code) && (
            <Button size="s" icon={Layers} onClick={() => goTo({ screen: "volumes" })}>
              {volumesText.choose}
            </Button>
          )}
          {group.nCases > 0 && (
            <Button
              size="s"
              aria-pressed={isShown}
              onClick={() => goTo(isShown ? { screen: "data" } : { screen: "data", code: group.code })}
            >
              {isShown ? text.showAll : text.showCases(group.nCases)}
            </Button>
          )}
          {isError && folders.length > 0 && !isReadOnly && (
            <Button size="s" isDisabled={isAdding} onClick={() => void addAgain(folders)}>
              {text.checkAgain}
            </Button>
          )}
          <Button size="s" kind="quiet" onClick={() => void copy().catch(tell)}>
            {text.copyNames}
          </Button>
        </div>
      </div>
    </section>
  );
}
