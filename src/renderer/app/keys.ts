/**
 * Keys as they are written in the interface: modifiers in the order Ctrl, Alt, Shift, then one key: "Ctrl+Shift+Z",
 * "?", "ArrowLeft", "Space". On a Mac Ctrl stands for Command.
 */

/** The chords that a key press may mean, likeliest first: what the key types, and where it lies. */
export function chordsOf(event: {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  getModifierState?(name: string): boolean;
}): string[] {
  const { key, code } = event;
  if (["Control", "Shift", "Alt", "Meta", "AltGraph", "Dead"].includes(key)) return [];
  const isTypedByAltGr = event.getModifierState?.("AltGraph") ?? false;
  const ctrl = !isTypedByAltGr && (event.ctrlKey || event.metaKey);
  const alt = !isTypedByAltGr && event.altKey;
  const write = (shift: boolean, base: string): string =>
    `${ctrl ? "Ctrl+" : ""}${alt ? "Alt+" : ""}${shift ? "Shift+" : ""}${base}`;
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  if (key === " ") return [write(event.shiftKey, "Space")];
  if (key.length > 1) return digit ? [write(event.shiftKey, digit)] : [write(event.shiftKey, key)];
  const chords: string[] = [];
  if (digit) chords.push(write(event.shiftKey, digit));
  if (/^\p{L}$/u.test(key)) chords.push(write(event.shiftKey, key.toUpperCase()));
  else if (!/^\d$/.test(key)) chords.push(write(false, key));
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  // A letter by its place, where the layout types none of A to Z there (Greek, Cyrillic).
  if (letter && !/^[a-z]$/i.test(key)) chords.push(write(event.shiftKey, letter));
  return [...new Set(chords)];
}

/** Text fields keep their keys; only chords with Ctrl and the like, and Escape, pass. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) {
    return true;
  }
  if (!(target instanceof HTMLInputElement)) return false;
  return !["checkbox", "radio", "range", "button", "submit"].includes(target.type);
}
