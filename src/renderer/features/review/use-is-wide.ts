import { useSyncExternalStore } from "react";

/** Below this width (CSS px at usual text size) the inspector closes and the filters fold. */
const WIDE = 1400;

/** Wide enough for the inspector and all filters, at the text size that is set. */
export function useIsWide(): boolean {
  return useSyncExternalStore(
    (listener) => {
      window.addEventListener("resize", listener);
      return () => window.removeEventListener("resize", listener);
    },
    () => {
      const textScale = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
      return window.innerWidth / textScale >= WIDE;
    },
  );
}
