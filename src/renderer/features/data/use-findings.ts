import { useEffect } from "react";
import { type Query, useQuery } from "../../client/core.tsx";

const AGAIN_MS = 2000;

/** What was noticed of the files; while a folder is added again and again, since it tells as it goes. */
export function useFindings(isAdding: boolean): Query<"intake.findings"> {
  const findings = useQuery("intake.findings", {}, { keepPrevious: true });
  const { reload } = findings;
  useEffect(() => {
    if (!isAdding) return undefined;
    const timer = window.setInterval(reload, AGAIN_MS);
    return () => window.clearInterval(timer);
  }, [isAdding, reload]);
  return findings;
}
