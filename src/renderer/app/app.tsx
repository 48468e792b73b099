import { OctagonX } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { useConnection, useProject } from "../client/core.tsx";
import { coreStore } from "../client/core-store.ts";
import { DataScreen } from "../features/data/data-screen.tsx";
import { JudgeScreen } from "../features/judge/judge-screen.tsx";
import { MendScreen } from "../features/mend/mend-screen.tsx";
import { VolumesScreen } from "../features/volumes/volumes-screen.tsx";
import { ProposeScreen } from "../features/propose/propose-screen.tsx";
import { ReleaseScreen } from "../features/release/release-screen.tsx";
import { ReviewScreen } from "../features/review/review-screen.tsx";
import { StartScreen } from "../features/start/start-screen.tsx";
import { useText } from "../i18n/index.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { tilePictures } from "../viewer/tile-pictures.ts";
import { announcements } from "./announce.ts";
import styles from "./app.module.css";
import { AppDialogs } from "./app-dialogs.tsx";
import { ConnectionOverlay } from "./connection-overlay.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import { FileDrop } from "./file-drop.tsx";
import { WindowNotice } from "./legend-bar.tsx";
import { MovedImages } from "./moved-images.tsx";
import { RaterGate } from "./rater-gate.tsx";
import { type Route, useRoute } from "./routes.ts";
import { StatusBar } from "./status-bar.tsx";
import { TopBar } from "./top-bar.tsx";
import { useAppActions } from "./use-app-actions.ts";
import { useAppearance } from "./use-appearance.ts";
import { useEngineNotice } from "./use-engine-notice.ts";
import { useFocusBack } from "./use-focus-back.ts";
import { useKeys } from "./use-keys.ts";
import { useStartRoute } from "./use-start-route.ts";

/** The window: top bar, one screen, status bar; what lies over them; and the keys. */
export function App(): React.JSX.Element | null {
  const hasStarted = coreStore((state) => state.generation > 0);
  useAppearance();
  if (!hasStarted) return <Opening />;
  return <Window />;
}

function Window(): React.JSX.Element {
  const [route] = useRoute();
  const isAway = useConnection() !== "connected";
  const project = useProject();
  useAppActions();
  useKeys();
  useEngineNotice();
  useFocusBack(isAway);
  useStartRoute();
  const generation = coreStore((state) => state.generation);
  const whereImagesAre = project?.folders.map(({ path, isFound }) => `${path} ${isFound}`).join("\n");
  // What could not be had then may be there now.
  useEffect(() => tilePictures.forgetFailures(), [generation, whereImagesAre]);
  // Without a project there is one screen alone.
  const shown: Route = project ? route : { screen: "start" };
  return (
    <>
      <div className={styles.window} inert={isAway}>
        <TopBar />
        {project && <MovedImages project={project} />}
        <main className={styles.screen}>
          <ErrorBoundary key={`${shown.screen} ${project?.path ?? ""}`}>
            <Screen route={shown} />
          </ErrorBoundary>
        </main>
        <WindowNotice />
        <StatusBar />
      </div>
      <FileDrop />
      <AppDialogs />
      <ConnectionOverlay />
      <Announcer />
    </>
  );
}

function Screen({ route }: { route: Route }): ReactNode {
  switch (route.screen) {
    case "start":
      return <StartScreen />;
    case "data":
      return <DataScreen code={route.code} />;
    case "mend":
      return <MendScreen code={route.code} />;
    case "volumes":
      return <VolumesScreen />;
    case "propose":
      return <ProposeScreen />;
    case "review":
      return (
        <RaterGate>
          <ReviewScreen />
        </RaterGate>
      );
    case "judge":
      return (
        <RaterGate>
          <JudgeScreen />
        </RaterGate>
      );
    case "release":
      return <ReleaseScreen />;
  }
}

/** Until the core has answered once. It appears only where that takes long enough to be wondered at. */
function Opening(): React.JSX.Element {
  const text = useText("common");
  const isLost = useConnection() === "lost";
  return isLost ? (
    <EmptyState icon={OctagonX} tone="error" title={text.cannotStart} text={text.lostForGood} />
  ) : (
    <div className={styles.opening}>{text.connecting}</div>
  );
}

function Announcer(): React.JSX.Element {
  const { text, count } = announcements();
  useEffect(() => {
    if (count === 0) return;
    const timer = window.setTimeout(() => announcements.setState({ text: "" }), 10_000);
    return () => window.clearTimeout(timer);
  }, [count]);
  // Two places in turn, so that the same words are read again.
  return (
    <div className="visually-hidden" aria-live="polite" data-testid="announcer">
      <span>{count % 2 === 0 ? text : ""}</span>
      <span>{count % 2 === 1 ? text : ""}</span>
    </div>
  );
}
