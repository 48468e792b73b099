import { create } from "zustand";

export type Language = "en" | "de";

/** The language in use; `use-language.ts` keeps it in step with the preferences. */
export const languageStore = create<{ language: Language }>(() => ({ language: "en" }));

/** What a preference means here: the system's language where Winnow speaks it, English elsewhere. */
export function resolveLanguage(preference: "system" | Language, spoken: readonly string[]): Language {
  if (preference !== "system") return preference;
  return spoken.map((tag) => tag.slice(0, 2)).find((tag): tag is Language => tag === "de" || tag === "en") ?? "en";
}
