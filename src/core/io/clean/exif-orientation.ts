const ORIENTATION = 0x0112;
const SHORT = 3;

/**
 * EXIF that says how a picture has to be turned and nothing else; null where it is not turned. Whether a mask lies on its
 * picture may hang on it, so it is the one field that stays.
 * @param exif a TIFF structure (EXIF 2.3, 4.5), as it stands in a JPEG's APP1 behind `Exif\0\0` or in a PNG's eXIf
 */
export function orientationAlone(exif: Uint8Array): Uint8Array | null {
  const orientation = orientationOf(exif);
  if (orientation < 2 || orientation > 8) return null;
  const bytes = Buffer.alloc(26);
  bytes.write("II*\0", 0, "latin1");
  bytes.writeUInt32LE(8, 4);
  bytes.writeUInt16LE(1, 8);
  bytes.writeUInt16LE(ORIENTATION, 10);
  bytes.writeUInt16LE(SHORT, 12);
  bytes.writeUInt32LE(1, 14);
  bytes.writeUInt16LE(orientation, 18);
  return bytes;
}

/** 1 to 8; 1 where nothing is said, or nothing that can be made out. */
function orientationOf(exif: Uint8Array): number {
  const view = new DataView(exif.buffer, exif.byteOffset, exif.byteLength);
  if (view.byteLength < 10) return 1;
  const isLittle = view.getUint16(0) === 0x4949;
  const start = view.getUint32(4, isLittle);
  if (start + 2 > view.byteLength) return 1;
  const nEntries = view.getUint16(start, isLittle);
  for (let at = start + 2; at < start + 2 + 12 * nEntries && at + 12 <= view.byteLength; at += 12)
    if (view.getUint16(at, isLittle) === ORIENTATION) return view.getUint16(at + 8, isLittle);
  return 1;
}
