import { Folder, PackageCheck } from "lucide-react";
import { useEffect } from "react";
import type { Output } from "#contract/commands.ts";
import type { ProjectSummary } from "#contract/commands/project.ts";
import type { AppError } from "#contract/errors.ts";
import { guaranteeSentence, guaranteeWords, type SentenceLanguage } from "#domain/guarantee/sentence.ts";
import { useRater } from "../../app/preferences.ts";
import { joinPath, nameOf, parentOf } from "../../app/paths.ts";
import { goTo } from "../../app/routes.ts";
import { useActions } from "../../app/actions.ts";
import { useJob, useProject, useQuery } from "../../client/core.tsx";
import { useShell } from "../../client/shell.ts";
import { languageStore } from "../../i18n/language.ts";
import { format, useText } from "../../i18n/index.ts";
import { Box } from "../../ui/box.tsx";
import { Button } from "../../ui/button.tsx";
import { CheckRow } from "../../ui/check-row.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { MaskTiles } from "../../ui/mask-tiles.tsx";
import { CompositionPanel } from "./composition-panel.tsx";
import { LayoutPanel } from "./layout-panel.tsx";
import { releaseOf, releaseSettings, releaseStore, writeRelease } from "./release-job.ts";
import styles from "./release-screen.module.css";
import { ReportPanel } from "./report-panel.tsx";
import { WritePanel } from "./write-panel.tsx";

type Preview = Output<"release.preview">;

/** What goes in and what stays out, and why; how and where it is written; the checks; the report. */
export function ReleaseScreen(): React.JSX.Element {
  const text = useText("release");
  const project = useProject();
  const path = project?.path;
  useEffect(() => {
    if (path !== undefined) releaseOf(path);
  }, [path]);
  const { preview, releases, error } = useRelease(project);
  if (error)
    return (
      <EmptyState icon={PackageCheck} tone="error" title={text.unknown} text={`${error.message} ${error.remedy}`} />
    );
  if (!preview || !project) return <div className={styles.screen} aria-busy="true" />;
  return <Prepared project={project} preview={preview} releases={releases} />;
}

function useRelease(project: ProjectSummary | null): {
  preview: Preview | undefined;
  releases: Output<"release.list">;
  error: AppError | null;
} {
  const { target, ...settings } = releaseStore();
  const isRunning = useJob("release")?.isRunning ?? false;
  const input = { ...releaseSettings(settings), ...(target && { to: target }) };
  const { data, error } = useQuery("release.preview", project ? input : null, { keepPrevious: true });
  const { data: releases = [], reload } = useQuery("release.list", project ? {} : null, { keepPrevious: true });
  useEffect(() => {
    if (!isRunning) reload();
  }, [isRunning, reload]);
  return { preview: data, releases, error: data ? null : error };
}

function Prepared({
  project,
  preview,
  releases,
}: {
  project: ProjectSummary;
  preview: Preview;
  releases: Output<"release.list">;
}): React.JSX.Element {
  const text = useText("release");
  const shell = useShell();
  const target = releaseStore((state) => state.target);
  const isRunning = useJob("release")?.isRunning ?? false;
  const number = releases.length + 1;
  const proposed = joinPath(parentOf(project.path), `${project.name}-release-${number}`);
  const why = whyNot(project, preview, text);
  const choose = async (): Promise<string | null> => {
    const chosen = await shell.chooseSave({ defaultPath: target ?? proposed, kind: "release" });
    if (chosen) releaseStore.setState({ target: chosen, done: null });
    return chosen;
  };
  const write = async (): Promise<void> => {
    const to = target ?? (await choose());
    const { format: chosen, errorMaps } = releaseStore.getState();
    const isHeld = preview.formats.some((other) => other.format === chosen && other.isPossible);
    const possible = {
      format: isHeld ? chosen : undefined,
      errorMaps: errorMaps && preview.errorMaps.isPossible,
    };
    if (to) await writeRelease(to, number, possible);
  };
  const canChoose = !isRunning && project.access === "write";
  useActions([
    {
      id: "release.choose",
      title: text.choose,
      key: "F",
      group: text.group,
      isEnabled: canChoose,
      run: () => void choose(),
    },
  ]);
  return (
    <div className={styles.screen}>
      <div className={styles.content}>
        <div className={styles.column}>
          <Hero preview={preview} />
          <CompositionPanel preview={preview} version={`v${preview.judgeVersion ?? ""}`} />
          {preview.sampleIds.length > 0 && <LookInside ids={preview.sampleIds} aspect={project.tileAspect} />}
        </div>
        <div className={styles.column}>
          <LayoutPanel preview={preview} isDisabled={isRunning} />
          {preview.nCases > 0 && <Tree preview={preview} folder={nameOf(target ?? proposed)} />}
          <Target
            path={target ?? proposed}
            isProposed={target === null}
            bytesFree={preview.bytesFree}
            isDisabled={!canChoose}
            onChoose={() => void choose()}
          />
        </div>
        <div className={styles.column}>
          {preview.checks.length > 0 && <Checks preview={preview} />}
          <WritePanel number={number} isBlocked={why !== undefined} why={why} onWrite={() => void write()} />
          <ReportPanel />
          <Earlier releases={releases} />
        </div>
      </div>
    </div>
  );
}

/** Why nothing can be written now; undefined where it can. */
function whyNot(
  project: ProjectSummary,
  preview: Preview,
  text: ReturnType<typeof useText<"release">>,
): string | undefined {
  if (project.access === "read") return text.readOnly;
  if (preview.nCases === 0) return text.writeHint;
  return preview.checks.some((check) => check.state === "failed") ? text.blocked : undefined;
}

function Hero({ preview }: { preview: Preview }): React.JSX.Element {
  const text = useText("release");
  const language = languageStore((state) => state.language);
  if (preview.nCases === 0) {
    return (
      <section className={styles.hero}>
        <h1 className={styles.statement}>{text.nothing}</h1>
        <p className={styles.lead}>{text.nothingText}</p>
        <div className={styles.row}>
          <Button kind="primary" size="l" onClick={() => goTo({ screen: "review" })}>
            {text.goToReview}
          </Button>
          <Button size="l" onClick={() => goTo({ screen: "judge" })}>
            {text.goToJudge}
          </Button>
        </div>
      </section>
    );
  }
  const { guarantee, nMasks, nByPerson, nByJudge, judgeVersion } = preview;
  const words = guarantee && nByJudge > 0 ? guaranteeWords(guarantee, language) : null;
  const [before, after] = words?.bound ? words.promise.split(words.bound) : [words?.promise, ""];
  return (
    <section className={styles.hero}>
      <h1 className={styles.statement}>{text.statement(preview.nCases)}</h1>
      <p className={styles.lead}>
        {nByJudge > 0
          ? text.byBoth(nMasks, nMasks === preview.nCases, nByPerson, nByJudge, `v${judgeVersion ?? ""}`)
          : text.byPersonOnly(nMasks, nMasks === preview.nCases)}
      </p>
      {words ? (
        <>
          <p className={styles.lead}>
            {before}
            <strong>{words.bound}</strong>
            {after}
          </p>
          <p className={styles.quiet}>
            {words.proof} {words.unseen} {words.observed}
          </p>
        </>
      ) : (
        <p className={styles.lead}>{text.noBound}</p>
      )}
    </section>
  );
}

function LookInside({ ids, aspect }: { ids: readonly number[]; aspect: number }): React.JSX.Element {
  const text = useText("release");
  const rater = useRater();
  const rows = useQuery("review.rows", { rater: rater || "window", ids: [...ids] }, { keepPrevious: true });
  return (
    <Box title={text.inside} aside={text.drawnByLot(ids.length)} className={styles.inside}>
      <MaskTiles label={text.insideLabel(ids.length)} rows={rows.data} count={ids.length} columns={5} aspect={aspect} />
    </Box>
  );
}

function Tree({ preview, folder }: { preview: Preview; folder: string }): React.JSX.Element {
  const text = useText("release");
  return (
    <Box title={text.written} aside={text.about(format.bytes(preview.bytesExpected))}>
      <ul className={styles.tree} aria-label={text.written}>
        {preview.tree.map(({ depth, name, n }, index) => (
          <li key={index} style={{ paddingLeft: `${depth}rem` }}>
            {depth === 0 ? `${folder}/` : name}
            {n !== null && <span className={styles.quiet}> {text.files(n)}</span>}
            {text.fileNotes[name] !== undefined && <span className={styles.quiet}> {text.fileNotes[name]}</span>}
          </li>
        ))}
      </ul>
    </Box>
  );
}

function Target({
  path,
  isProposed,
  bytesFree,
  isDisabled,
  onChoose,
}: {
  path: string;
  isProposed: boolean;
  bytesFree: number | null;
  isDisabled: boolean;
  onChoose(): void;
}): React.JSX.Element {
  const text = useText("release");
  return (
    <Box title={text.to}>
      <div className={styles.target}>
        <Folder size={16} strokeWidth={1.75} aria-hidden="true" />
        <span className={isProposed ? styles.proposed : styles.chosen}>{path}</span>
      </div>
      <div className={styles.row}>
        <Button size="s" keys="F" isDisabled={isDisabled} onClick={onChoose}>
          {isProposed ? text.choose : text.change}
        </Button>
        <span className={styles.quiet}>
          {isProposed ? text.proposed : bytesFree !== null && text.free(format.bytes(bytesFree))}
        </span>
      </div>
    </Box>
  );
}

function Checks({ preview }: { preview: Preview }): React.JSX.Element {
  const text = useText("release");
  const language = languageStore((state) => state.language);
  // Where a person accepted every mask, there is no bound that could be proven.
  const titleOf = ({ name, state }: Preview["checks"][number]): string =>
    (state === "passed" && (name !== "bound" || preview.nByJudge > 0) ? text.checkNames : text.checkSubjects)[name];
  const detailOf = ({ name, state, detail }: Preview["checks"][number]): string | undefined => {
    if (name !== "bound") return detail || undefined;
    return preview.nByJudge === 0 ? text.noBound : boundDetail(preview, state, language);
  };
  const count = (state: Preview["checks"][number]["state"]): number =>
    preview.checks.filter((check) => check.state === state).length;
  return (
    <Box
      title={text.checks}
      aside={text.checkCounts(count("passed"), count("warning"), count("failed"), count("at-the-end"))}
    >
      <ul className={styles.checks}>
        {preview.checks.map((check) => (
          <li key={check.name}>
            <CheckRow
              state={check.state}
              stateText={text.states[check.state]}
              title={titleOf(check)}
              detail={detailOf(check)}
            />
          </li>
        ))}
      </ul>
    </Box>
  );
}

/** The sentence stands at the head of the screen where it holds; else it says here what is missing. */
function boundDetail(
  { guarantee }: Preview,
  state: Preview["checks"][number]["state"],
  language: SentenceLanguage,
): string | undefined {
  return guarantee === null || state === "passed" ? undefined : guaranteeSentence(guarantee, language);
}

function Earlier({ releases }: { releases: Output<"release.list"> }): React.JSX.Element | null {
  const text = useText("release");
  const shell = useShell();
  if (releases.length === 0) return null;
  const inOrder = releases.toSorted((a, b) => a.createdAt - b.createdAt || a.id - b.id);
  return (
    <Box title={text.earlier}>
      <ul className={styles.earlier}>
        {inOrder
          .map((release, index) => ({ ...release, name: text.release(index + 1) }))
          .toReversed()
          .map(({ id, name, path, createdAt }) => (
            <li key={id} className={styles.release}>
              <span className={styles.releaseWords}>
                <span>
                  <strong>{name}</strong>{" "}
                  <span className={styles.quiet} title={format.utc(createdAt)}>
                    {format.dateTime(createdAt)}
                  </span>
                </span>
                <span className={styles.path} title={path}>
                  {shell.kind === "electron" ? nameOf(path) : path}
                </span>
              </span>
              {shell.kind === "electron" && (
                <Button size="s" aria-label={text.open(name)} onClick={() => void shell.openPath(path)}>
                  {text.openFolder}
                </Button>
              )}
            </li>
          ))}
      </ul>
    </Box>
  );
}
