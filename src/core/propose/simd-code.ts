/**
 * Writes WebAssembly that works on four 32-bit floats at once, for inner loops that are nothing but arithmetic: V8 does
 * not do that with JavaScript, which takes four times as long. A loop is put down as expressions.
 */

/** What is used of WebAssembly, which Node has but its types leave to browsers. */
declare const WebAssembly: {
  readonly Memory: new (pages: { readonly initial: number }) => SimdMemory;
  readonly Module: new (bytes: Uint8Array) => SimdModule;
  readonly Instance: new (
    module: SimdModule,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: Readonly<Record<string, unknown>> };
};

const PAGE_BYTES = 2 ** 16;

export interface SimdMemory {
  readonly buffer: ArrayBuffer;
}

/** A function that is translated, but not yet bound to a memory. */
export type SimdModule = object;

export function newMemory(nBytes: number): SimdMemory {
  return new WebAssembly.Memory({ initial: Math.ceil(nBytes / PAGE_BYTES) });
}

/** @returns the function; it takes its parameters in the order in which they were declared */
export function bind<Run>(module: SimdModule, memory: SimdMemory): Run {
  return new WebAssembly.Instance(module, { "": { memory } }).exports["run"] as Run;
}

/** Instructions that leave one value on the stack, or none. */
export type Code = readonly number[];

/** One function over a memory that it is given: parameters, locals for vectors, and a body. */
export class SimdCode {
  readonly #parameters: number[] = [];
  #nVectors = 0;
  readonly #body: number[] = [];

  /** An address or a number of bytes. All parameters come before all vectors. */
  address(): Code {
    return this.#parameter(I32);
  }

  /** A number, the same for all four. */
  scalar(): Code {
    return [...this.#parameter(F32), ...simd(0x13)];
  }

  /** A variable for four floats. */
  vector(): Vector {
    const index = this.#parameters.length + 1 + this.#nVectors;
    this.#nVectors += 1;
    return { get: [0x20, ...unsigned(index)], set: [0x21, ...unsigned(index)] };
  }

  /** Gives a new variable its value. */
  let(value: Code): Code {
    const vector = this.vector();
    this.set(vector, value);
    return vector.get;
  }

  set(vector: Vector, value: Code): void {
    this.#body.push(...value, ...vector.set);
  }

  store(address: Code, value: Code, offset = 0): void {
    this.#body.push(...address, ...value, ...simd(0x0b), 0, ...unsigned(offset));
  }

  /** Repeats the steps, with `at` from 0 on in steps of 16 bytes until it reaches the end. At least once. */
  loop(end: Code, steps: (at: Code) => void): void {
    const index = unsigned(this.#parameters.length);
    const at = [0x20, ...index];
    this.#body.push(0x03, 0x40);
    steps(at);
    this.#body.push(...at, 0x41, 16, 0x6a, 0x22, ...index, ...end, 0x49, 0x0d, 0, 0x0b);
  }

  /** The module: it imports a memory and exports `run`. */
  compile(): SimdModule {
    const locals = [...unsigned(2), 1, I32, ...unsigned(this.#nVectors), V128];
    const code = [...locals, ...this.#body, 0x0b];
    const bytes = Uint8Array.of(
      ...MAGIC,
      ...section(1, [1, 0x60, ...sized(this.#parameters), 0]),
      ...section(2, [1, 0, ...sized(text("memory")), 2, 0, 1]),
      ...section(3, [1, 0]),
      ...section(7, [1, ...sized(text("run")), 0, 0]),
      ...section(10, [1, ...sized(code)]),
    );
    return new WebAssembly.Module(bytes);
  }

  #parameter(type: number): Code {
    this.#parameters.push(type);
    return [0x20, ...unsigned(this.#parameters.length - 1)];
  }
}

export interface Vector {
  readonly get: Code;
  readonly set: Code;
}

/** The address that many bytes after another. */
export function after(address: Code, bytes: Code): Code {
  return [...address, ...bytes, 0x6a];
}

export function load(address: Code, offset = 0): Code {
  return [...address, ...simd(0x00), 0, ...unsigned(offset)];
}

export function constant(value: number): Code {
  return [0x43, ...new Uint8Array(Float32Array.of(value).buffer), ...simd(0x13)];
}

export function sum(...terms: readonly Code[]): Code {
  return terms.reduce((left, right) => [...left, ...right, ...simd(0xe4)]);
}

export function product(...factors: readonly Code[]): Code {
  return factors.reduce((left, right) => [...left, ...right, ...simd(0xe6)]);
}

export function difference(left: Code, right: Code): Code {
  return [...left, ...right, ...simd(0xe5)];
}

export function quotient(left: Code, right: Code): Code {
  return [...left, ...right, ...simd(0xe7)];
}

export function root(value: Code): Code {
  return [...value, ...simd(0xe3)];
}

/** All bits where the left one is greater, none elsewhere. */
export function isGreater(left: Code, right: Code): Code {
  return [...left, ...right, ...simd(0x44)];
}

/** A value where all bits of the other are set, 0 where none is. */
export function where(mask: Code, value: Code): Code {
  return [...mask, ...value, ...simd(0x4e)];
}

/** What every module begins with: `\\0asm`, version 1. */
const MAGIC = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const I32 = 0x7f;
const F32 = 0x7d;
const V128 = 0x7b;

function simd(operation: number): number[] {
  return [0xfd, ...unsigned(operation)];
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

function text(characters: string): number[] {
  return [...new TextEncoder().encode(characters)];
}

function sized(content: readonly number[]): number[] {
  return [...unsigned(content.length), ...content];
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...sized(content)];
}
