import {
  cloneElement,
  type HTMLAttributes,
  type ReactElement,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { createPortal } from "react-dom";
import { KeyCap } from "./key-cap.tsx";
import styles from "./tooltip.module.css";

const DELAY_MS = 500;
/** Between it and the edge of the window. */
const MARGIN_PX = 8;

/** Says what a control does, after a moment of hovering or at once on keyboard focus; Escape closes it. */
export function Tooltip({
  text,
  keys,
  children,
}: {
  text: string;
  keys?: string | undefined;
  children: ReactElement<HTMLAttributes<HTMLElement>>;
}): React.JSX.Element {
  const id = useId();
  const timer = useRef<number>(undefined);
  const tip = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ middle: number; top: number; isAbove: boolean } | null>(null);
  const show = (element: HTMLElement, delay: number): void => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => {
      if (!element.isConnected) return;
      const box = element.getBoundingClientRect();
      const isAbove = box.bottom + 40 > window.innerHeight;
      setPlace({ middle: box.left + box.width / 2, top: isAbove ? box.top - 6 : box.bottom + 6, isAbove });
    }, delay);
  };
  const hide = (): void => {
    window.clearTimeout(timer.current);
    setPlace(null);
  };
  useEffect(() => () => window.clearTimeout(timer.current), []);
  // How wide it is shows only once it is there.
  useLayoutEffect(() => {
    if (!place || !tip.current) return;
    const half = tip.current.offsetWidth / 2 + MARGIN_PX;
    tip.current.style.left = `${Math.min(Math.max(place.middle, half), window.innerWidth - half)}px`;
  }, [place]);
  const { props } = children;
  const child = cloneElement(children, {
    ...(props["aria-label"] === text ? {} : { "aria-describedby": place ? id : undefined }),
    onPointerEnter: (event) => {
      show(event.currentTarget, DELAY_MS);
      props.onPointerEnter?.(event);
    },
    onPointerLeave: (event) => {
      hide();
      props.onPointerLeave?.(event);
    },
    onPointerDown: (event) => {
      hide();
      props.onPointerDown?.(event);
    },
    onFocus: (event) => {
      if (event.currentTarget.matches(":focus-visible")) show(event.currentTarget, 0);
      props.onFocus?.(event);
    },
    onBlur: (event) => {
      hide();
      props.onBlur?.(event);
    },
    onKeyDown: (event) => {
      if (event.key === "Escape") hide();
      props.onKeyDown?.(event);
    },
  });
  return (
    <>
      {child}
      {place &&
        createPortal(
          <div
            ref={tip}
            id={id}
            role="tooltip"
            className={styles.tooltip}
            data-above={place.isAbove || undefined}
            style={{ left: place.middle, top: place.top }}
          >
            {text}
            {keys && <KeyCap keys={keys} />}
          </div>,
          document.body,
        )}
    </>
  );
}
