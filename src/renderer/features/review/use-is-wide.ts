import { useWindowWidth } from "../../app/use-window-width.ts";

/** Below this width (CSS px at usual text size) the inspector closes and the filters fold. */
const WIDE = 1400;

/** Wide enough for the inspector and all filters, at the text size that is set. */
export function useIsWide(): boolean {
  return useWindowWidth() >= WIDE;
}
