/** A grey JPEG of 24 × 20 pixels (a ramp with a brighter square), as libjpeg writes it. */
export function makeJpeg(): Uint8Array {
  return Uint8Array.from(Buffer.from(GREY_24_20, "base64"));
}

/**
 * A mask of two classes as a JPEG of 24 × 20 pixels, which blurs the edges: 255 in rows 3 to 11 of columns 2 to 10, 128 in
 * rows 7 to 17 of columns 14 to 21, 0 elsewhere.
 */
export function makeJpegMask(): Uint8Array {
  return Uint8Array.from(Buffer.from(MASK_24_20, "base64"));
}

const MASK_24_20 =
  "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/" +
  "wAALCAAUABgBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEI" +
  "I0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ip" +
  "qrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/AK/w7+Cnhvxd4E03XL+91WO6uvN3pBLGEG2V0GAYyeij" +
  "vXD/ABS8BWfg3xhZ6LoZvrtZ7JbjExEkhYvICBsUcYQHp61xc+k6lbQtNcafdxRL955IWVR25JFeqeCfjp/wh3hCx0D/AIRz7Z9l8z9/9u8vdukZ/u+WcY3Y" +
  "69qz9Q8df8LA+KOk6t/Z32DybRrbyvP83OBK27O1f7+MY7VoeN/+RQvv+2f/AKMWvH6sWN9cabeR3dpJ5c8edrbQcZBB4PHQmtC+8U6zqVnJaXd55kEmNy+U" +
  "gzggjkDPUCv/2Q==";

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
