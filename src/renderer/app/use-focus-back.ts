import { useLayoutEffect, useRef } from "react";

/** Gives the focus back to where it was before the window was out of reach: whoever works by keyboard goes on there. */
export function useFocusBack(isAway: boolean): void {
  const before = useRef<Element | null>(null);
  useLayoutEffect(() => {
    if (isAway) {
      before.current = document.activeElement;
      return;
    }
    const element = before.current;
    before.current = null;
    if (element instanceof HTMLElement && element.isConnected) element.focus({ preventScroll: true });
  }, [isAway]);
}
