import * as de from "./de/index.ts";
import * as en from "./en/index.ts";
import { type Language, languageStore } from "./language.ts";

export { format } from "./format.ts";

export type Catalogue = typeof en;
export type Feature = keyof Catalogue;

/** Checked here: German has every text of English, with the same parameters. */
const catalogues: Readonly<Record<Language, Catalogue>> = { en, de };

/** The texts of a feature in the language of the window; the component is drawn again when that changes. */
export function useText<F extends Feature>(feature: F): Catalogue[F] {
  const language = languageStore((state) => state.language);
  return catalogues[language][feature];
}

/** The same outside components (undo, jobs). */
export function textOf<F extends Feature>(feature: F): Catalogue[F] {
  return catalogues[languageStore.getState().language][feature];
}
