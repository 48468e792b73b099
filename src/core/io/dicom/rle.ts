import { damaged } from "./fragments.ts";

/**
 * Unpacks one frame of RLE (PS3.5 G): each byte of each sample is a plane of its own, the high byte first.
 * @returns planes of one sample after the other, each value with its low byte first
 */
export function unpackRle(frame: Uint8Array, area: number, samples: number, width: number): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const nSegments = samples * width;
  if (frame.length < 64 || view.getUint32(0, true) !== nSegments) throw damaged("it has another number of planes");
  const starts = Array.from({ length: nSegments }, (_, index) => view.getUint32(4 + 4 * index, true));
  const result = new Uint8Array(area * nSegments);
  for (const [index, start] of starts.entries()) {
    const plane = unpackSegment(frame.subarray(start, starts[index + 1] ?? frame.length), area);
    const [sample, byte] = [Math.floor(index / width), width - 1 - (index % width)];
    for (let i = 0; i < area; i += 1) result[(sample * area + i) * width + byte] = plane[i]!;
  }
  return result;
}

function unpackSegment(packed: Uint8Array, area: number): Uint8Array {
  const plane = new Uint8Array(area);
  let done = 0;
  for (let at = 0; done < area;) {
    if (at >= packed.length) throw damaged("a plane of it ends too early");
    const head = packed[at]!;
    at += 1;
    if (head < 128) {
      const run = packed.subarray(at, at + head + 1);
      plane.set(run.subarray(0, area - done), done);
      done += run.length;
      at += head + 1;
    } else if (head > 128) {
      plane.fill(packed[at] ?? 0, done, done + 257 - head);
      done += 257 - head;
      at += 1;
    }
  }
  return plane;
}
