import { FileX } from "lucide-react";
import { useCallback, useEffect, useId, useState, useSyncExternalStore } from "react";
import { caseTileAddress, tileAddress } from "#contract/pictures.ts";
import type { OverlaySettings } from "../viewer/overlay-style.ts";
import { TileCanvas } from "../viewer/tile-canvas.tsx";
import { tilePictures } from "../viewer/tile-pictures.ts";
import styles from "./thumbnail.module.css";

/** Small tiles are drawn larger and shrunk, so that an outline of 2 px does not hide what it surrounds. */
const SMALL_PX = 120;
const SHRUNK = 0.5;

/** At this size the outline alone says where the mask is. */
const OUTLINE: OverlaySettings = { style: "outline", fill: 0, isHidden: false };

/**
 * A small tile that asks for its own picture. The place has its size before there is one. For the review grid use the
 * viewer's tiles, which ask ahead.
 */
export function Thumbnail({
  candidateId,
  caseId,
  version = "",
  address,
  width,
  height,
  overlay = OUTLINE,
  classIndex = 0,
}: {
  candidateId?: number | null | undefined;
  /** The case alone, where it has no mask. */
  caseId?: number | undefined;
  version?: string;
  /** A tile that lies elsewhere (the sample's, before it is opened). */
  address?: string;
  width: number;
  height: number;
  overlay?: OverlaySettings;
  classIndex?: number;
}): React.JSX.Element {
  const id = useId();
  const wanted =
    address ??
    (candidateId !== undefined && candidateId !== null
      ? tileAddress(candidateId, version)
      : caseTileAddress(caseId ?? 0, version));
  // While rows fly past nothing is asked for: only what stays for a moment.
  const [isSettled, setSettled] = useState(false);
  useEffect(() => {
    setSettled(false);
    const timer = window.setTimeout(() => setSettled(true), 60);
    return () => window.clearTimeout(timer);
  }, [wanted]);
  useEffect(() => {
    if (!isSettled) return;
    tilePictures.want(id, [wanted]);
    return () => tilePictures.want(id, []);
  }, [id, wanted, isSettled]);
  const error = useSyncExternalStore(
    useCallback((listener) => tilePictures.subscribe(wanted, listener), [wanted]),
    () => tilePictures.errorOf(wanted),
  );
  const scale = Math.min(width, height) < SMALL_PX ? SHRUNK : 1;
  return (
    <span className={styles.place} style={{ width, height }}>
      {error ? (
        <FileX size={14} strokeWidth={1.75} aria-hidden="true" />
      ) : (
        <TileCanvas
          address={wanted}
          width={width / scale}
          height={height / scale}
          classIndex={classIndex}
          overlay={overlay}
          style={{ transform: `scale(${scale})` }}
        />
      )}
    </span>
  );
}
