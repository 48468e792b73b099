import {
  ChevronRight,
  CircleQuestionMark,
  FolderInput,
  LayoutGrid,
  type LucideIcon,
  PackageCheck,
  Redo2,
  Scale,
  Search,
  Settings,
  Undo2,
} from "lucide-react";
import { Fragment } from "react";
import { useProject } from "../client/core.tsx";
import { useText } from "../i18n/index.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { KeyCap } from "../ui/key-cap.tsx";
import { Logo } from "../ui/logo.tsx";
import { Tag } from "../ui/tag.tsx";
import { Tooltip } from "../ui/tooltip.tsx";
import { useKeyOf } from "./actions.ts";
import { openDialog } from "./dialogs.ts";
import { useHistory } from "./history.ts";
import { ProjectMenu } from "./project-menu.tsx";
import { type Route, useRoute } from "./routes.ts";
import styles from "./top-bar.module.css";

type Stage = Exclude<Route["screen"], "start" | "propose" | "mend" | "volumes">;

const icons: Readonly<Record<Stage, LucideIcon>> = {
  data: FolderInput,
  review: LayoutGrid,
  judge: Scale,
  release: PackageCheck,
};

/** Project, the four stages in their order, and what is always at hand. */
export function TopBar(): React.JSX.Element {
  const text = useText("common");
  const project = useProject();
  const history = useHistory();
  const keyOf = useKeyOf();
  return (
    <header className={styles.bar} data-chrome data-region>
      <div className={styles.start}>
        <Logo />
        {project ? <ProjectMenu project={project} /> : <span className={styles.name}>{text.winnow}</span>}
        {project?.access === "read" && (
          <Tooltip text={text.readOnlyHint}>
            <span className={styles.tag} tabIndex={0}>
              <Tag tone="warning">{text.readOnly}</Tag>
            </span>
          </Tooltip>
        )}
      </div>
      {project && <Stages />}
      <div className={styles.end}>
        {project && (
          <>
            <IconButton
              icon={Undo2}
              label={text.undo}
              keys={keyOf("edit.undo", "Ctrl+Z")}
              isDisabled={!history.canUndo}
              onClick={history.undo}
            />
            <IconButton
              icon={Redo2}
              label={text.redo}
              keys={keyOf("edit.redo", "Ctrl+Shift+Z")}
              isDisabled={!history.canRedo}
              onClick={history.redo}
            />
          </>
        )}
        <button
          type="button"
          className={styles.commands}
          aria-keyshortcuts={keyOf("window.palette", "Ctrl+K")}
          onClick={() => openDialog("palette")}
        >
          <Search size={14} strokeWidth={1.75} aria-hidden="true" />
          <span className={styles.word}>{text.commands}</span>
          <KeyCap keys={keyOf("window.palette", "Ctrl+K")} />
        </button>
        <IconButton
          icon={CircleQuestionMark}
          label={text.help}
          keys={keyOf("window.help", "?")}
          onClick={() => openDialog("help")}
        />
        <IconButton
          icon={Settings}
          label={text.settings}
          keys={keyOf("window.settings", "Ctrl+,")}
          onClick={() => openDialog("settings")}
        />
      </div>
    </header>
  );
}

function Stages(): React.JSX.Element {
  const text = useText("common");
  const project = useProject()!;
  const [route, goTo] = useRoute();
  const keyOf = useKeyOf();
  const stages: { screen: Stage; name: string; count: string | null; keys: string }[] = [
    { screen: "data", name: text.data, count: project.nCases > 0 ? text.nCases(project.nCases) : null, keys: "Ctrl+1" },
    {
      screen: "review",
      name: text.review,
      count: project.nCandidates > 0 ? text.nToReview(nToReview(project.counts)) : null,
      keys: "Ctrl+2",
    },
    {
      screen: "judge",
      name: text.judge,
      count: project.judgeVersion === null ? null : text.judgeVersion(project.judgeVersion),
      keys: "Ctrl+3",
    },
    { screen: "release", name: text.release, count: null, keys: "Ctrl+4" },
  ];
  return (
    <nav className={styles.stages} aria-label={text.stages}>
      {stages.map(({ screen, name, count, keys }, index) => {
        const Icon = icons[screen];
        return (
          <Fragment key={screen}>
            {index > 0 && <ChevronRight className={styles.between} size={14} strokeWidth={1.75} aria-hidden="true" />}
            <Tooltip text={count === null ? name : `${name}, ${count}`} keys={keyOf(`go.${screen}`, keys)}>
              <button
                type="button"
                className={styles.stage}
                aria-current={stageOf(route) === screen ? "page" : undefined}
                aria-keyshortcuts={keyOf(`go.${screen}`, keys)}
                onClick={() => goTo({ screen })}
              >
                <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
                <span className={styles.stageName}>{name}</span>
                {count !== null && <span className={styles.count}>{count}</span>}
              </button>
            </Tooltip>
          </Fragment>
        );
      })}
    </nav>
  );
}

/** Recipes, remedies and the choice of a volume belong to the data. */
function stageOf({ screen }: Route): Stage | null {
  if (screen === "start") return null;
  return screen === "propose" || screen === "mend" || screen === "volumes" ? "data" : screen;
}

/** What a person has not decided and the judge has not either. */
function nToReview(counts: { later: number; disagreement: number; open: number }): number {
  return counts.later + counts.disagreement + counts.open;
}
