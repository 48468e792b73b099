import { useEffect, useRef, useState } from "react";

const EVERY_MS = 1000;
/** Over so long the rate is taken: short enough to follow, long enough to be read. */
const WINDOW_MS = 8000;

/** How many a second, moved at most once a second; null until there is something to tell. Starts anew with a phase. */
export function useRate(done: number | null, phase: string): number | null {
  const points = useRef<{ at: number; done: number }[]>([]);
  const latest = useRef(done);
  latest.current = done;
  const [rate, setRate] = useState<number | null>(null);
  useEffect(() => {
    points.current = [];
    setRate(null);
    const timer = window.setInterval(() => {
      if (latest.current === null) return;
      const now = Date.now();
      points.current = [...points.current.filter(({ at }) => now - at <= WINDOW_MS), { at: now, done: latest.current }];
      const [first] = points.current;
      const last = points.current.at(-1);
      if (first && last && last.at > first.at) setRate((1000 * (last.done - first.done)) / (last.at - first.at));
    }, EVERY_MS);
    return () => window.clearInterval(timer);
  }, [phase]);
  return rate;
}
