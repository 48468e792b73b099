/**
 * Grey values of an interleaved picture: luminance (ITU-R BT.601) of RGB; alpha is left out, since it says how a picture
 * is shown and not what it shows. One channel is handed back as it is.
 */
export function toGrey<T extends ArrayLike<number>>(data: T, channels: 1 | 2 | 3 | 4): T | Float32Array {
  if (channels === 1) return data;
  const n = data.length / channels;
  const grey = new Float32Array(n);
  for (let i = 0; i < n; i += 1) {
    const at = i * channels;
    grey[i] = channels === 2 ? data[at]! : 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
  }
  return grey;
}
