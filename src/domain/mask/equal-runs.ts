type Words = Uint8Array | Int8Array | Uint16Array | Int16Array;

/**
 * Finds where numbers stop being the same. Masks are mostly nothing, and what they show is solid: of numbers of 8 and 16
 * bits four or two are compared at once.
 * @param data numbers that do not change while the result is used
 */
export function equalRuns(data: ArrayLike<number>): EqualRuns {
  const isNarrow =
    data instanceof Uint8Array ||
    data instanceof Int8Array ||
    data instanceof Uint16Array ||
    data instanceof Int16Array;
  return isNarrow && data.byteOffset % 4 === 0 ? byWords(data) : byNumbers(data);
}

export interface EqualRuns {
  /**
   * The first place from `from` on, and before `end`, at which there is another number than `value`; `end` where there is
   * none.
   * @param value one that occurs in the data
   */
  endOf(value: number, from: number, end: number): number;
}

function byNumbers(data: ArrayLike<number>): EqualRuns {
  return {
    endOf(value, from, end) {
      let at = from;
      while (at < end && data[at] === value) at += 1;
      return at;
    },
  };
}

function byWords(data: Words): EqualRuns {
  const shift = data.BYTES_PER_ELEMENT === 1 ? 2 : 1;
  const within = (1 << shift) - 1;
  const words = new Int32Array(data.buffer, data.byteOffset, data.byteLength >> 2);
  const [bits, times] = shift === 2 ? [0xff, 0x01010101] : [0xffff, 0x00010001];
  return {
    endOf(value, from, end) {
      let at = from;
      for (; at < end && (at & within) !== 0; at += 1) if (data[at] !== value) return at;
      const word = Math.imul(value & bits, times);
      const lastWord = end >> shift;
      let place = at >> shift;
      while (place < lastWord && words[place] === word) place += 1;
      at = Math.max(at, place << shift);
      while (at < end && data[at] === value) at += 1;
      return at;
    },
  };
}
