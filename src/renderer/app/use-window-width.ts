import { useSyncExternalStore } from "react";
import { textScale } from "../ui/text-scale.ts";

/** Width of the window in CSS px at 100 % text: with text twice as large the window counts as half as wide. */
export function useWindowWidth(): number {
  return useSyncExternalStore(subscribe, widthNow);
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("resize", listener);
  return () => window.removeEventListener("resize", listener);
}

function widthNow(): number {
  return Math.round(window.innerWidth / textScale());
}
