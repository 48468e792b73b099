import { tiffDamaged } from "./directory.ts";

const CLEAR = 256;
const END = 257;
const TABLE_SIZE = 4096;

/**
 * LZW as TIFF has it (TIFF 6.0, section 13): codes of 9 to 12 bits, highest bit first, that grow one code early.
 * @param capacity the bytes that are wanted; more are not unpacked
 */
export function unpackLzw(packed: Uint8Array, capacity: number): Uint8Array {
  if (packed[0] === 0 && ((packed[1] ?? 0) & 1) === 1) throw tiffDamaged("it is packed with an LZW of before 1992");
  const table = new Table(new Uint8Array(capacity));
  let [bits, held, at] = [0, 0, 0];
  for (;;) {
    while (held < table.codeBits && at < packed.length) {
      bits = ((bits << 8) | packed[at]!) & 0xff_ff_ff;
      held += 8;
      at += 1;
    }
    if (held < table.codeBits) break;
    held -= table.codeBits;
    const code = (bits >> held) & ((1 << table.codeBits) - 1);
    if (code === END || table.isFull) break;
    table.take(code);
  }
  return table.output();
}

/** What each code stands for: another code's bytes and one more. */
class Table {
  readonly #prefix = new Uint16Array(TABLE_SIZE);
  readonly #last = new Uint8Array(TABLE_SIZE);
  readonly #length = new Uint16Array(TABLE_SIZE);
  readonly #result: Uint8Array;
  #to = 0;
  #next = END + 1;
  #before = -1;
  codeBits = 9;

  constructor(result: Uint8Array) {
    this.#result = result;
    for (let code = 0; code < CLEAR; code += 1) {
      this.#last[code] = code;
      this.#length[code] = 1;
    }
  }

  get isFull(): boolean {
    return this.#to === this.#result.length;
  }

  output(): Uint8Array {
    return this.#result.subarray(0, this.#to);
  }

  take(code: number): void {
    if (code === CLEAR) {
      this.#next = END + 1;
      this.codeBits = 9;
      this.#before = -1;
      return;
    }
    if (this.#before < 0) {
      if (code > CLEAR) throw tiffDamaged("a part of it cannot be unpacked");
      this.#write(code);
    } else {
      // The code that is about to be made stands for the bytes before and their first once more.
      if (code > this.#next || (code === this.#next && this.#next === TABLE_SIZE)) {
        throw tiffDamaged("a part of it cannot be unpacked");
      }
      this.#add(this.#before, this.#firstOf(code === this.#next ? this.#before : code));
      this.#write(code);
    }
    this.#before = code;
  }

  #add(prefix: number, last: number): void {
    if (this.#next === TABLE_SIZE) return;
    this.#prefix[this.#next] = prefix;
    this.#last[this.#next] = last;
    this.#length[this.#next] = this.#length[prefix]! + 1;
    this.#next += 1;
    if (this.#next === (1 << this.codeBits) - 1 && this.codeBits < 12) this.codeBits += 1;
  }

  #firstOf(code: number): number {
    let of = code;
    while (of > END) of = this.#prefix[of]!;
    return of;
  }

  #write(code: number): void {
    const length = this.#length[code]!;
    const end = this.#to + length;
    let of = code;
    for (let i = end - 1; i >= this.#to; i -= 1) {
      if (i < this.#result.length) this.#result[i] = this.#last[of]!;
      of = this.#prefix[of]!;
    }
    this.#to = Math.min(end, this.#result.length);
  }
}
