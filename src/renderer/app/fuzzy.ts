/**
 * How well a text fits what was typed: every letter in order, the better the more of them begin a word or follow one
 * another. Null where it does not fit.
 */
export function fuzzyScore(typed: string, text: string): number | null {
  const wanted = fold(typed).replaceAll(/\s+/g, "");
  const given = fold(text);
  if (wanted === "") return 0;
  let score = 0;
  let at = -1;
  for (const letter of wanted) {
    const next = nextOf(given, letter, at + 1);
    if (next < 0) return null;
    if (next === at + 1) score += 3;
    if (isWordStart(given, next)) score += 2;
    score -= Math.min(3, next - at - 1) * 0.2;
    at = next;
  }
  const whole = given.indexOf(fold(typed).trim());
  if (whole >= 0) score += whole === 0 ? 10 : isWordStart(given, whole) ? 6 : 3;
  return score - given.length * 0.01;
}

/** The next place of a letter; the beginning of a word is taken first where the rest of the text offers one near. */
function nextOf(text: string, letter: string, from: number): number {
  const first = text.indexOf(letter, from);
  if (first < 0 || first === from || isWordStart(text, first)) return first;
  for (let index = first + 1; index < text.length; index++) {
    if (text[index] === letter && isWordStart(text, index)) return index;
  }
  return first;
}

function isWordStart(text: string, index: number): boolean {
  return index === 0 || /[\s\-_./]/.test(text[index - 1]!);
}

/** Without capitals and accents: "Prüfen" is found by "pruf". */
function fold(text: string): string {
  return text.toLowerCase().normalize("NFD").replaceAll(/\p{M}/gu, "");
}
