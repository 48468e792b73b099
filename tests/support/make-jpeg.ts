/** A grey JPEG of 24 × 20 pixels (a ramp with a brighter square), as libjpeg writes it. */
export function makeJpeg(): Uint8Array {
  return Uint8Array.from(Buffer.from(GREY_24_20, "base64"));
}

const GREY_24_20 =
  "/9j/4AAQSkZJRgABAQAACgAKAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDAsKDAkK" +
  "Cgr/wgALCAAUABgBAREA/8QAFgABAQEAAAAAAAAAAAAAAAAACAcG/9oACAEBAAAAASsq7kGm/tgOkKx//8QAGhAAAgMBAQAAAAAAAAAAAAAABgMABAIF" +
  "B//aAAgBAQABBQIR5u3NFgvtwWpQHrYTeFuxxILUoLKxBZWISNfQ82//xAAhEAACAgIBBAMAAAAAAAAAAAACAwEABCEFJKPRERIxgf/aAAgBAQAGPwJa" +
  "Vh7IiiBij0HcHzR1cdzNCLRkp/aPWdsvFHVHVHV57OwchiXJ4PKNLlH8SAoSUwUTH1N//8QAGxABAQABBQAAAAAAAAAAAAAAAREhABAgMUH/2gAIAQEA" +
  "AT8h8cRJVYbkC9Xp5YAXiyKhDrnZZeiAgiZE1//aAAgBAQAAABCD/wD/xAAaEAEAAgMBAAAAAAAAAAAAAAABABEhkUGh/9oACAEBAAE/EMy/gKcFtBam" +
  "VqadN43Ij+fDbxQK0DgLmnTeNyaPNHjmSe6CQ/KAERJ//9k=";

/** Where the frame header (marker 0xC2) of `makeJpeg` begins. */
export function frameOf(jpeg: Uint8Array): number {
  return Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength).indexOf(Uint8Array.from([0xff, 0xc2]));
}

/** The picture with an application segment right after its first marker, as cameras put their thumbnails. */
export function withSegment(jpeg: Uint8Array, marker: number, contents: Uint8Array): Uint8Array {
  const head = Uint8Array.from([0xff, marker, (contents.length + 2) >> 8, (contents.length + 2) & 0xff]);
  return Buffer.concat([jpeg.subarray(0, 2), head, contents, jpeg.subarray(2)]);
}
