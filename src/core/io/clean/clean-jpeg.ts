import { EXPORT_AGAIN, UnreadableFile } from "../file-problem.ts";
import type { CleanedFile } from "./cleaned-file.ts";
import { orientationAlone } from "./exif-orientation.ts";

const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
const JFIF = { magic: "JFIF\0", bytes: 14 } as const;
/** Says how colours are coded: without it four-component and some RGB pictures come out wrong. */
const ADOBE = { magic: "Adobe", bytes: 12 } as const;
const EXIF = "Exif\0\0";

/**
 * Leaves a JPEG its pixels, its size on paper, how its colours are coded and how it has to be turned; every other
 * application segment, comment and thumbnail goes, and what follows the end (ITU T.81, annex B). The coded pixels stay
 * byte for byte.
 * @throws UnreadableFile where its segments cannot be told apart
 */
export function cleanJpeg(bytes: Uint8Array): CleanedFile {
  const parts: Uint8Array[] = [bytes.subarray(0, 2)];
  const cleared = new Set<string>();
  let at = 2;
  for (;;) {
    at = nextMarker(bytes, at, cleared);
    const marker = bytes[at + 1]!;
    if (marker === END_OF_IMAGE) break;
    const end = at + 2 + ((bytes[at + 2]! << 8) | bytes[at + 3]!);
    if (end > bytes.length) throw unclear();
    const segment = bytes.subarray(at, end);
    const kept = keptOf(marker, segment);
    if (kept) parts.push(kept);
    if (!kept || kept.length !== segment.length) cleared.add(nameOf(marker));
    at = end;
    if (marker !== START_OF_SCAN) continue;
    const scanEnd = endOfScan(bytes, at);
    parts.push(bytes.subarray(at, scanEnd));
    at = scanEnd;
  }
  parts.push(bytes.subarray(at, at + 2));
  if (at + 2 < bytes.length) cleared.add("bytes after the end");
  return cleared.size === 0 ? { bytes, cleared: [] } : { bytes: Buffer.concat(parts), cleared: [...cleared] };
}

/** Decoders skip what stands between segments; so it goes. */
function nextMarker(bytes: Uint8Array, from: number, cleared: Set<string>): number {
  let at = from;
  while (at + 1 < bytes.length && (bytes[at] !== 0xff || bytes[at + 1]! < 0xc0 || bytes[at + 1] === 0xff)) at += 1;
  if (at + 3 >= bytes.length && bytes[at + 1] !== END_OF_IMAGE) throw unclear();
  if (at > from && bytes.subarray(from, at).some((byte) => byte !== 0xff)) cleared.add("bytes between segments");
  return at;
}

/** What of a segment stays; null where nothing does. */
function keptOf(marker: number, segment: Uint8Array): Uint8Array | null {
  const startsWith = (magic: string): boolean =>
    Buffer.from(segment.buffer, segment.byteOffset + 4, Math.min(magic.length, segment.length - 4)).toString(
      "latin1",
    ) === magic;
  if (marker < 0xe0) return segment;
  if (marker === 0xe0 && startsWith(JFIF.magic)) return withoutThumbnail(segment);
  if (marker === 0xee && startsWith(ADOBE.magic)) return shortened(segment, ADOBE.bytes);
  if (marker === 0xe1 && startsWith(EXIF)) {
    const orientation = orientationAlone(segment.subarray(4 + EXIF.length));
    return orientation && segmentOf(0xe1, Buffer.concat([Buffer.from(EXIF, "latin1"), orientation]));
  }
  return null;
}

function withoutThumbnail(segment: Uint8Array): Uint8Array {
  if (segment.length === JFIF.bytes + 4) return segment;
  const kept = Buffer.from(shortened(segment, JFIF.bytes));
  kept.fill(0, kept.length - 2);
  return kept;
}

function shortened(segment: Uint8Array, length: number): Uint8Array {
  return segment.length - 4 <= length ? segment : segmentOf(segment[1]!, segment.subarray(4, 4 + length));
}

function segmentOf(marker: number, contents: Uint8Array): Uint8Array {
  const length = contents.length + 2;
  return Buffer.concat([Uint8Array.from([0xff, marker, length >> 8, length & 0xff]), contents]);
}

/** Coded pixels go on until a marker that is neither a stuffed byte nor a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at += 1) {
    if (bytes[at] !== 0xff) continue;
    const next = bytes[at + 1]!;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  throw unclear();
}

function nameOf(marker: number): string {
  if (marker === 0xfe) return "COM";
  return marker >= 0xe0 && marker <= 0xef ? `APP${marker - 0xe0}` : `segment ${marker.toString(16)}`;
}

function unclear(): UnreadableFile {
  return new UnreadableFile(
    "picture-not-cleaned",
    "The texts in this JPEG cannot be told apart from its picture, so they cannot be cleared.",
    EXPORT_AGAIN,
  );
}
