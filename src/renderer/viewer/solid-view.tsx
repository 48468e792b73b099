import { Niivue, SLICE_TYPE } from "@niivue/niivue";
import { useEffect, useRef } from "react";
import type { CaseView } from "#contract/commands/review.ts";
import { imageAddress, maskAddress } from "#contract/pictures.ts";
import { pictureUrl } from "../client/pictures.ts";
import { classStroke, overlayPalette } from "./overlay-style.ts";
import type { ShownMask } from "./plane-view.tsx";
import type { Windowing } from "./slices.ts";

const BLACK: [number, number, number, number] = [0, 0, 0, 1];
/** Red, green and blue of a token, 0 to 255. */
function channels(colour: string): [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** Image and masks as a body that can be turned: the one place that uses the graphics card (one WebGL context). */
export function SolidView({
  view,
  masks,
  windowing,
  label,
  className,
}: {
  view: CaseView;
  masks: readonly ShownMask[];
  windowing: Windowing;
  label: string;
  className: string | undefined;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const wanted = masks.map(({ id }) => id).join();
  useEffect(() => {
    const viewer = new Niivue({
      backColor: BLACK,
      show3Dcrosshair: false,
      isOrientationTextVisible: false,
      logLevel: "error",
    });
    let isWanted = true;
    const start = async (): Promise<void> => {
      await viewer.attachToCanvas(canvas.current!);
      if (!isWanted) return;
      viewer.setSliceType(SLICE_TYPE.RENDER);
      const palette = overlayPalette();
      for (const { classIndex } of masks) {
        const [r, g, b] = channels(classStroke(palette, classIndex).colour);
        viewer.addColormap(`class-${classIndex}`, { R: [0, r], G: [0, g], B: [0, b], A: [0, 255], I: [0, 255] });
      }
      await viewer.loadVolumes([
        {
          url: pictureUrl(imageAddress(view.id, view.pictureVersion)),
          name: "image.nii",
          colormap: "gray",
          opacity: 0.6,
          cal_min: windowing.low,
          cal_max: windowing.high,
        },
        ...masks.map(({ id, classIndex }) => {
          const version = view.masks.find((mask) => mask.id === id)?.pictureVersion ?? "";
          return {
            url: pictureUrl(maskAddress(id, version)),
            name: `mask-${id}.nii`,
            colormap: `class-${classIndex}`,
            opacity: 1,
            cal_min: 0,
            cal_max: 1,
          };
        }),
      ]);
    };
    void start().catch(() => undefined);
    return () => {
      isWanted = false;
      viewer.gl?.getExtension("WEBGL_lose_context")?.loseContext();
    };
    // Only another case or other masks are loaded anew; the body keeps the way it was turned.
  }, [view.id, view.pictureVersion, wanted]);
  return (
    <div className={className} role="img" aria-label={label}>
      <canvas ref={canvas} />
    </div>
  );
}
