import { type RefObject, useLayoutEffect, useRef, useState } from "react";

/** Size of an element in CSS pixels, and of one rem, so that what is drawn in it grows with the text. */
export interface Box {
  readonly width: number;
  readonly height: number;
  readonly rem: number;
}

/** Follows the size of an element. What is drawn into it must not change that size: lay it out absolutely. */
export function useBox<E extends HTMLElement>(): [RefObject<E | null>, Box | null] {
  const ref = useRef<E>(null);
  const [box, setBox] = useState<Box | null>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = element;
      const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
      setBox((before) =>
        before && before.width === width && before.height === height && before.rem === rem
          ? before
          : { width, height, rem },
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, box];
}
