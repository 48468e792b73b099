import { format } from "./format.ts";

/** The words for what recipes are made of. A parameter is looked up as `block.name` first: names recur. */
export interface BlockWords {
  readonly filters: Readonly<Record<string, string>>;
  readonly methods: Readonly<Record<string, { readonly name: string; readonly hint: string }>>;
  readonly parameters: Readonly<Record<string, string>>;
  readonly choices: Readonly<Record<string, string>>;
  /** What a method tells of its way, before its value; what is not here is for the record alone. */
  readonly told: Readonly<Record<string, string>>;
}

/** The clean-up as a block, for its parameters' names. */
export const CLEAN_UP = "cleanUp";

const DIGITS = 3;

/** Names as a catalogue has them; one that it does not know is written out: "minDistance" → "Min distance". */
export function blockTexts(words: BlockWords) {
  const toldValue = (name: string, value: number | string): string => {
    if (typeof value === "string") return words.choices[value] ?? value;
    return isShare(name) ? format.percent(value) : format.number(value, decimalsFor(value));
  };
  return {
    words,
    filterName: (name: string): string => words.filters[name] ?? writtenOut(name),
    methodName: (name: string): string => words.methods[name]?.name ?? writtenOut(name),
    /** What a method does, in one sentence; empty where there is nothing to say. */
    methodHint: (name: string): string => words.methods[name]?.hint ?? "",
    parameterName: (block: string, name: string): string =>
      words.parameters[`${block}.${name}`] ?? words.parameters[name] ?? writtenOut(name),
    choiceName: (block: string, name: string): string =>
      words.choices[`${block}.${name}`] ?? words.choices[name] ?? writtenOut(name),
    /** "threshold 87.3, 14 basins" */
    told: (values: Readonly<Record<string, number | string>>): string =>
      Object.entries(values)
        .filter(([name]) => words.told[name] !== undefined)
        .map(([name, value]) => `${words.told[name]} ${toldValue(name, value)}`)
        .join(", "),
  };
}

/** A parameter, or something told, that is a share of 1 and written in per cent. */
export function isShare(name: string): boolean {
  return name.endsWith("Share");
}

function decimalsFor(value: number): number {
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 10 ** DIGITS) return 0;
  return size === 0 ? 0 : Math.min(6, Math.max(0, DIGITS - 1 - Math.floor(Math.log10(size))));
}

function writtenOut(name: string): string {
  const words = name.replaceAll("-", " ").replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => {
    return `${before} ${after.toLowerCase()}`;
  });
  return words.charAt(0).toUpperCase() + words.slice(1);
}
