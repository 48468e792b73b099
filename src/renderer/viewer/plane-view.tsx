import { type Ref, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { PlaneLayout } from "#domain/geometry/planes.ts";
import { traceContours } from "./contours.ts";
import { drawPlane, type HatchedArea } from "./draw-plane.ts";
import { pathOf } from "./draw-tile.ts";
import { errorAreas } from "./error-areas.ts";
import { classStroke, type OverlaySettings, overlayPalette } from "./overlay-style.ts";
import { contain, type Placement, toPicture, zoomAround, zoomBox } from "./placement.ts";
import styles from "./plane-view.module.css";
import type { Volume } from "./read-nifti.ts";
import { imageSlice, maskSlice, pixelAspect, toSlice, toVoxel, type Windowing, without } from "./slices.ts";
import { dragWindow } from "./windows.ts";

export interface ShownMask {
  readonly id: number;
  readonly volume: Volume;
  readonly classIndex: number;
}

export interface PlaneHandle {
  zoom(factor: number): void;
  /** Between the whole slice and the mask. */
  toggleMask(): void;
}

export interface PlaneViewProps {
  readonly image: Volume;
  readonly layout: PlaneLayout;
  readonly index: number;
  readonly windowing: Windowing;
  readonly masks: readonly ShownMask[];
  /** Where two masks differ, in place of their fills; null shows the masks themselves. */
  readonly compared: readonly [ShownMask, ShownMask] | null;
  /** Where the first mask is thought to be wrong; null shows nothing of it. */
  readonly errors: Volume | null;
  readonly overlay: OverlaySettings;
  /** Null in pictures, where a drag pans. */
  readonly voxel: readonly [number, number, number] | null;
  readonly letters: readonly [string, string, string, string] | null;
  readonly isSpacingKnown: boolean;
  readonly name: string;
  readonly position: string | null;
  readonly label: string;
  readonly scaleText: (mm: number) => string;
  onStep(step: number): void;
  onVoxel(change: { axis: number; index: number }[]): void;
  onWindow(window: { low: number; high: number }): void;
  readonly ref?: Ref<PlaneHandle>;
}

const ZOOM_STEP = 1.2;
const MOST_ZOOM = 64;

/** One slice, drawn by the processor: image, outlines at screen resolution, crosshair. It needs no graphics card. */
export function PlaneView(props: PlaneViewProps) {
  const { image, layout, index, windowing, overlay, voxel, letters, name, position, label } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [box, setBox] = useState({ width: 0, height: 0 });
  const [moved, setMoved] = useState<Placement | null>(null);
  const pixelRatio = window.devicePixelRatio;
  const aspect = pixelAspect(image, layout);
  const width = image.size[layout.across.axis];
  const height = image.size[layout.down.axis];
  useLayoutEffect(() => {
    const element = canvas.current!;
    const measure = (): void => setBox({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const [canvasWidth, canvasHeight] = [Math.round(box.width * pixelRatio), Math.round(box.height * pixelRatio)];
  const whole = useMemo(
    () => contain({ left: 0, top: 0, right: width, bottom: height }, canvasWidth, canvasHeight, aspect),
    [width, height, canvasWidth, canvasHeight, aspect],
  );
  const placement = moved ?? whole;

  const picture = useMemo(() => {
    const pixels = imageSlice(image, layout, index, windowing);
    const surface = new OffscreenCanvas(pixels.width, pixels.height);
    surface.getContext("2d")!.putImageData(pixels, 0, 0);
    return surface;
  }, [image, layout, index, windowing]);
  const drawn = useOverlays(props, width, height);

  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d", { alpha: false });
    if (!element || !context || canvasWidth === 0 || canvasHeight === 0) return;
    if (element.width !== canvasWidth) element.width = canvasWidth;
    if (element.height !== canvasHeight) element.height = canvasHeight;
    const size = Number.parseFloat(getComputedStyle(element).fontSize) * pixelRatio;
    drawPlane(context, {
      image: picture,
      width,
      height,
      placement,
      pixelRatio,
      overlay: props.compared ? { ...overlay, style: "outline" } : overlay,
      outlines: drawn.outlines,
      differences: drawn.differences,
      crosshair: voxel ? toSlice(image, layout, voxel) : null,
      letters,
      pixelsPerMm: props.isSpacingKnown ? placement.scaleY / pixelRatio / image.spacing[layout.down.axis] : null,
      scaleText: props.scaleText,
      font: `${size}px ${getComputedStyle(element).fontFamily}`,
    });
  });

  useImperativeHandle(props.ref, () => ({
    zoom: (factor) => setMoved(limited(zoomAround(placement, factor, canvasWidth / 2, canvasHeight / 2), whole)),
    toggleMask: () =>
      setMoved(
        moved || !drawn.bounds
          ? null
          : contain(zoomBox(drawn.bounds, width, height), canvasWidth, canvasHeight, aspect),
      ),
  }));
  usePointer(canvas, { ...props, placement, whole, pixelRatio, setMoved });

  const n = image.size[layout.axis];
  return (
    <div className={styles.plane} role="img" aria-label={label}>
      <canvas ref={canvas} className={styles.canvas} data-voxel={voxel?.join(" ")} />
      <div className={styles.head} aria-hidden="true">
        <span>{name}</span>
        {position && <span>{position}</span>}
      </div>
      {voxel && n > 1 && (
        <div className={styles.track} aria-hidden="true">
          <span style={{ top: `${(100 * index) / n}%`, height: `max(${100 / n}%, 12px)` }} />
        </div>
      )}
    </div>
  );
}

function limited(placement: Placement, whole: Placement): Placement | null {
  const zoom = placement.scaleY / whole.scaleY;
  return zoom <= 1.001 && zoom >= 0.3 && Math.abs(zoom - 1) < 0.01
    ? null
    : zoom < 0.3 || zoom > MOST_ZOOM
      ? null
      : placement;
}

/** Outlines of the masks in this slice, and the areas where two of them differ or one is wrong; traced once a slice. */
function useOverlays({ masks, compared, errors, layout, index }: PlaneViewProps, width: number, height: number) {
  const traced = useMemo(
    () =>
      (compared ?? masks).map((mask) => {
        const slice = maskSlice(mask.volume, layout, index);
        return { mask, slice, contours: traceContours(slice, width, height) };
      }),
    [masks, compared, layout, index, width, height],
  );
  const wrong = useMemo(() => (errors ? errorAreas(errors, layout, index) : []), [errors, layout, index]);
  return useMemo(() => {
    const palette = overlayPalette();
    const outlines = traced.map(({ mask, contours }, which) => ({
      path: pathOf(contours),
      // The second of two that are compared is the one to be told from the first: dashed.
      ...(compared && which === 1
        ? { colour: palette.reference, isDashed: true }
        : classStroke(palette, mask.classIndex)),
    }));
    const [first, second] = compared ? traced : [];
    const area = (slice: Uint8Array): Path2D => pathOf(traceContours(slice, width, height));
    const differences: HatchedArea[] =
      first && second
        ? [
            { path: area(without(first.slice, second.slice)), colour: palette.onlyInA, direction: "falling" },
            { path: area(without(second.slice, first.slice)), colour: palette.onlyInB, direction: "rising" },
          ]
        : [];
    return { outlines, differences: [...differences, ...wrong], bounds: traced[0]?.contours.bounds ?? null };
  }, [traced, compared, wrong, width, height]);
}

interface PointerOptions extends PlaneViewProps {
  readonly placement: Placement;
  readonly whole: Placement;
  readonly pixelRatio: number;
  setMoved(placement: Placement | null): void;
}

/**
 * Wheel: slices (zoom in a picture); with Ctrl: zoom. Drag: crosshair (pan in a picture); with the right button or Shift:
 * window; with the middle button or Ctrl: pan.
 */
function usePointer(canvas: { current: HTMLCanvasElement | null }, options: PointerOptions): void {
  const latest = useRef(options);
  latest.current = options;
  useEffect(() => {
    const element = canvas.current!;
    let drag: { kind: "window" | "pan" | "voxel"; x: number; y: number; from: PointerOptions } | null = null;
    let wheelLeft = 0;
    const at = (event: MouseEvent): { x: number; y: number } => {
      const { left, top } = element.getBoundingClientRect();
      const { pixelRatio } = latest.current;
      return { x: (event.clientX - left) * pixelRatio, y: (event.clientY - top) * pixelRatio };
    };
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { voxel, placement, whole, setMoved, onStep } = latest.current;
      if (event.ctrlKey || !voxel) {
        const { x, y } = at(event);
        setMoved(limited(zoomAround(placement, ZOOM_STEP ** (-event.deltaY / 100), x, y), whole));
        return;
      }
      wheelLeft += event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY / 100 : event.deltaY;
      const steps = Math.trunc(wheelLeft);
      if (steps === 0) return;
      wheelLeft -= steps;
      onStep(steps);
    };
    const toCrosshair = (event: MouseEvent): void => {
      const { image, layout, placement, onVoxel } = latest.current;
      const { x, y } = at(event);
      const point = toPicture(placement, x, y);
      const found = toVoxel(image, layout, point.x, point.y);
      onVoxel([
        { axis: layout.across.axis, index: found.across },
        { axis: layout.down.axis, index: found.down },
      ]);
    };
    const onDown = (event: PointerEvent): void => {
      const isWindow = event.button === 2 || (event.button === 0 && event.shiftKey);
      const isPan = event.button === 1 || event.ctrlKey || !latest.current.voxel;
      drag = { kind: isWindow ? "window" : isPan ? "pan" : "voxel", ...at(event), from: latest.current };
      element.setPointerCapture(event.pointerId);
      event.preventDefault();
      if (drag.kind === "voxel") toCrosshair(event);
    };
    const onMove = (event: PointerEvent): void => {
      if (!drag) return;
      const { x, y } = at(event);
      const { from } = drag;
      const [dx, dy] = [x - drag.x, y - drag.y];
      if (drag.kind === "voxel") toCrosshair(event);
      else if (drag.kind === "pan") {
        latest.current.setMoved({ ...from.placement, x: from.placement.x + dx, y: from.placement.y + dy });
      } else latest.current.onWindow(dragWindow(from.windowing, dx / from.pixelRatio, dy / from.pixelRatio));
    };
    const onUp = (): void => void (drag = null);
    const noMenu = (event: MouseEvent): void => event.preventDefault();
    element.addEventListener("wheel", onWheel, { passive: false });
    element.addEventListener("pointerdown", onDown);
    element.addEventListener("pointermove", onMove);
    element.addEventListener("pointerup", onUp);
    element.addEventListener("pointercancel", onUp);
    element.addEventListener("contextmenu", noMenu);
    return () => {
      element.removeEventListener("wheel", onWheel);
      element.removeEventListener("pointerdown", onDown);
      element.removeEventListener("pointermove", onMove);
      element.removeEventListener("pointerup", onUp);
      element.removeEventListener("pointercancel", onUp);
      element.removeEventListener("contextmenu", noMenu);
    };
  }, [canvas]);
}
