import type { FindingTexts } from "../../i18n/en/findings.ts";

/** The words for a code: its own, or those of the longest beginning that has some. */
export function findingText(texts: FindingTexts, code: string): { title: string; text: string | null } {
  const known = Object.keys(texts)
    .filter((key) => key === code || (key.endsWith("-") && code.startsWith(key)) || key === "")
    .toSorted((a, b) => b.length - a.length);
  return texts[known[0] ?? ""] ?? { title: code, text: null };
}
