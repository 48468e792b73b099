import { useEffect, useRef } from "react";
import { useProject } from "../client/core.tsx";
import { goTo, routeStore } from "./routes.ts";

/** A project that was opened for the window (command line, double click) shows its first screen; none shows the start. */
export function useStartRoute(): void {
  const project = useProject();
  const path = project?.path ?? null;
  const nCandidates = useRef(0);
  nCandidates.current = project?.nCandidates ?? 0;
  useEffect(() => {
    const { screen } = routeStore.getState().route;
    if (path === null) goTo({ screen: "start" });
    else if (screen === "start") goTo({ screen: nCandidates.current > 0 ? "review" : "data" });
  }, [path]);
}
